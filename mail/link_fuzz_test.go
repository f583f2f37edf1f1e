package mail

import (
	"net/url"
	"strings"
	"testing"
)

// FuzzLink wants of a mail's link, whatever the token: our own host, the page's path,
// no query, and the token behind the #, which no server and no referrer sees.
func FuzzLink(f *testing.F) {
	for _, token := range []string{"Zm9v-_", "", "a#b", "a?b=c", "//evil.example", "@evil.example", "a b", "\r\nBcc: x", "%2e%2e", "\"><script>"} {
		f.Add(token)
	}
	o := &Outbox{publicURL: "https://wallet.example:8443"}
	f.Fuzz(func(t *testing.T, token string) {
		for _, page := range []string{"/confirm", "/recover", "/not-me"} {
			link := o.link(page, token)
			before, after, there := strings.Cut(link, "#")
			u, err := url.Parse(before)
			if err != nil || u.Host != o.host() || u.Scheme != "https" || u.Path != page || u.RawQuery != "" || u.User != nil {
				t.Fatalf("%q leads to %q", token, before)
			}
			if !there || after != "t="+token {
				t.Fatalf("%q stands at %q", token, after)
			}
		}
	})
}
