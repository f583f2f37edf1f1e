package mail

import "strings"

// Device says in a few words what a browser's User-Agent tells, for example
// "Firefox · Android", names alone, so that it reads alike in every language; ""
// when it tells nothing that is known. The header is whatever a client likes to
// send, so none of its own text is passed on.
func Device(userAgent string) string {
	browser := firstIn(userAgent, [][2]string{
		{"Edg", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser/", "Samsung Internet"}, {"YaBrowser/", "Yandex Browser"},
		{"Firefox/", "Firefox"}, {"FxiOS/", "Firefox"}, {"CriOS/", "Chrome"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"},
	})
	system := firstIn(userAgent, [][2]string{
		{"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Windows", "Windows"},
		{"CrOS", "ChromeOS"}, {"Mac OS X", "macOS"}, {"Linux", "Linux"},
	})
	switch {
	case browser == "":
		return system
	case system == "":
		return browser
	default:
		return browser + " · " + system
	}
}

// firstIn is the name of the first mark that is in s: Edge says it is Chrome, and
// Chrome that it is Safari.
func firstIn(s string, marks [][2]string) string {
	for _, m := range marks {
		if strings.Contains(s, m[0]) {
			return m[1]
		}
	}
	return ""
}
