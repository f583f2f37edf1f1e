package mail

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	htmltemplate "html/template"
	"io/fs"
	"net/url"
	"path"
	"strings"
	"sync"
	"text/template"
	"time"
	"unicode"
)

// The templates. Those marked "notice" go to every known address of an account.
const (
	EmailConfirmation = "email-confirmation" // link, code
	EmailChanged      = "email-changed"      // notice
	RecoveryStart     = "recovery-start"     // link, code
	RecoveryWayBack   = "recovery-way-back"  // link, code
	RecoveryApproved  = "recovery-approved"  // link, code
	ResetApproved     = "reset-approved"     // notice: RecoveryApproved went to the wallet's address
	RecoveryDeclined  = "recovery-declined"  // notice
	RecoveryStarted   = "recovery-started"   // notice
	RecoveryFinished  = "recovery-finished"  // notice
	PasswordSet       = "password-set"       // notice
	PasswordReset     = "password-reset"     // notice
	PasswordChanged   = "password-changed"   // notice
	QuestionsSet      = "questions-set"      // notice
	PasswordWarning   = "password-warning"   // notice
	PasswordDisabled  = "password-disabled"  // notice
	CardAdded         = "card-added"         // notice
	CardDeleted       = "card-deleted"       // notice
	AccountFrozen     = "account-frozen"     // notice
	ChatAnswered      = "chat-answered"      // notice
	ChatEnded         = "chat-ended"         // notice
	ChatTranscript    = "chat-transcript"    // transcript
	NewSession        = "new-session"        // notice
	PaymentMade       = "payment-made"       // notice
)

// The secrets of a Message.
const (
	Token = "token" // of the link
	Code  = "code"  // the eight characters
	NotMe = "notMe" // of the "this was not me" link

	Transcript = "transcript" // lines, shown after the template's own
)

// The pages that links lead to; a token stands behind the #.
const (
	ConfirmPage = "/confirm"
	RecoverPage = "/recover"
	NotMePage   = "/not-me"
	supportPage = "/support"
)

// kind is what a template needs.
type kind struct {
	page        string // where the button leads, "" for none
	token, code bool
	notMe       bool
	transcript  bool
	params      []string
}

// kindOf lists the templates. Times among the params (askedAt, at, until …) are
// RFC 3339 text.
func kindOf(name string) (kind, bool) {
	switch name {
	case EmailConfirmation:
		return kind{page: ConfirmPage, token: true, code: true, params: []string{"device", "askedAt"}}, true
	case RecoveryStart, RecoveryWayBack:
		return kind{page: RecoverPage, token: true, code: true, notMe: true, params: []string{"device", "askedAt", "openedAt"}}, true
	case RecoveryApproved:
		return kind{page: RecoverPage, token: true, code: true, notMe: true, params: []string{"until"}}, true
	case RecoveryDeclined:
		return kind{notMe: true, params: []string{"reason", "until"}}, true
	case RecoveryStarted, NewSession:
		return kind{notMe: true, params: []string{"device", "at"}}, true
	case PasswordReset:
		return kind{notMe: true, params: []string{"at", "until"}}, true
	case EmailChanged, ResetApproved, PasswordSet, PasswordChanged, QuestionsSet, PasswordWarning, PasswordDisabled, RecoveryFinished:
		return kind{notMe: true, params: []string{"at"}}, true
	case CardAdded, CardDeleted:
		return kind{notMe: true, params: []string{"network", "last4", "at"}}, true
	case PaymentMade:
		return kind{notMe: true, params: []string{"amount", "payee", "network", "last4", "at"}}, true
	case ChatTranscript:
		return kind{transcript: true, params: []string{"at"}}, true
	case ChatAnswered, ChatEnded:
		return kind{page: supportPage, notMe: true, params: []string{"at"}}, true
	case AccountFrozen:
		return kind{params: []string{"at"}}, true
	default:
		return kind{}, false
	}
}

// HasNotMe reports whether a template shows a "this was not me" link and so needs
// the secret NotMe.
func HasNotMe(name string) bool {
	k, ok := kindOf(name)
	return ok && k.notMe
}

// words are one locale's file.
type words struct {
	TimeLayout    string               `json:"timeLayout"` // as of package time, for askedAt and the like, in UTC
	DayLayout     string               `json:"dayLayout"`  // the same for openedAt
	UnknownDevice string               `json:"unknownDevice"`
	Code          string               `json:"code"`        // before the eight characters
	CodeWarning   string               `json:"codeWarning"` // .Host
	LinkHint      string               `json:"linkHint"`
	NotMe         string               `json:"notMe"` // the link's text
	NotMeHint     string               `json:"notMeHint"`
	Footer        string               `json:"footer"` // .Host
	Mails         map[string]mailWords `json:"mails"`
}

// mailWords is a template: each text is one of package text/template, with the
// params and .Host.
type mailWords struct {
	Subject string   `json:"subject"` // no params: subjects are read over shoulders
	Lines   []string `json:"lines"`
	Button  string   `json:"button,omitempty"`
}

//go:embed locale/*.json
var localeFiles embed.FS

//go:embed layout/mail.html
var htmlLayout string

//go:embed layout/mail.txt
var textLayout string

// catalogues are the locales' words.
var catalogues = sync.OnceValues(func() (map[string]words, error) {
	all := map[string]words{}
	files, err := fs.Glob(localeFiles, "locale/*.json")
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		text, err := localeFiles.ReadFile(file)
		if err != nil {
			return nil, err
		}
		var w words
		decoder := json.NewDecoder(bytes.NewReader(text))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&w); err != nil {
			return nil, fmt.Errorf("mail texts %s: %w", file, err)
		}
		all[strings.TrimSuffix(path.Base(file), ".json")] = w
	}
	return all, nil
})

// defaultLocale is spoken where there is no catalogue.
const defaultLocale = "en"

// localeOf is the language of a BCP 47 tag, if there is a catalogue for it.
func localeOf(tag string) string {
	all, err := catalogues()
	language, _, _ := strings.Cut(strings.ToLower(tag), "-")
	if _, ok := all[language]; err != nil || !ok {
		return defaultLocale
	}
	return language
}

// page is what the layouts show.
type page struct {
	Locale, Subject string
	Lines           []string
	Button          string
	URL             string
	LinkHint        string
	CodeLabel, Code string
	CodeWarning     string
	NotMe, NotMeURL string
	NotMeHint       string
	Footer          string
}

// render makes the mail of a message. Its errors quote no secret.
func (o *Outbox) render(id string, date time.Time, m Message) (Rendered, error) {
	all, err := catalogues()
	if err != nil {
		return Rendered{}, err
	}
	w := all[m.Locale]
	k, known := kindOf(m.Template)
	texts, written := w.Mails[m.Template]
	if !known || !written {
		return Rendered{}, fmt.Errorf("mail template %q in %q is unknown", m.Template, m.Locale)
	}
	p, err := o.fill(w, texts, k, m)
	if err != nil {
		return Rendered{}, fmt.Errorf("mail template %q in %q: %w", m.Template, m.Locale, err)
	}
	r := Rendered{ID: id, MessageID: id + "@" + o.host(), To: m.To, Locale: m.Locale, Subject: p.Subject, Date: date}
	if r.Text, err = executeText(textLayout, p); err != nil {
		return Rendered{}, err
	}
	if r.HTML, err = executeHTML(p); err != nil {
		return Rendered{}, err
	}
	return r, nil
}

// fill puts params and secrets into the texts.
func (o *Outbox) fill(w words, texts mailWords, k kind, m Message) (page, error) {
	data, err := o.data(w, k, m)
	if err != nil {
		return page{}, err
	}
	p := page{Locale: m.Locale, Subject: texts.Subject, Button: texts.Button}
	for _, line := range texts.Lines {
		text, err := executeText(line, data)
		if err != nil {
			return page{}, err
		}
		p.Lines = append(p.Lines, text)
	}
	if k.transcript {
		for line := range strings.Lines(m.Secrets[Transcript]) {
			p.Lines = append(p.Lines, oneLine(strings.TrimSpace(line)))
		}
	}
	if p.Footer, err = executeText(w.Footer, data); err != nil {
		return page{}, err
	}
	if k.page != "" {
		p.URL = o.publicURL + k.page
	}
	if k.token {
		p.URL, p.LinkHint = o.link(k.page, m.Secrets[Token]), w.LinkHint
	}
	if k.code {
		p.CodeLabel, p.Code = w.Code, m.Secrets[Code]
		if p.CodeWarning, err = executeText(w.CodeWarning, data); err != nil {
			return page{}, err
		}
	}
	if k.notMe {
		p.NotMe, p.NotMeHint, p.NotMeURL = w.NotMe, w.NotMeHint, o.link(NotMePage, m.Secrets[NotMe])
	}
	return p, nil
}

// data is what the texts can name, and the check that all of it is there.
func (o *Outbox) data(w words, k kind, m Message) (map[string]string, error) {
	for secret, needed := range map[string]bool{Token: k.token, Code: k.code, NotMe: k.notMe, Transcript: k.transcript} {
		if needed != (m.Secrets[secret] != "") {
			return nil, fmt.Errorf("secret %q: needed is %v", secret, needed)
		}
	}
	data := map[string]string{"Host": o.host()}
	for _, name := range k.params {
		value, ok := m.Params[name]
		if !ok {
			return nil, fmt.Errorf("param %q is missing", name)
		}
		shown, err := w.show(name, oneLine(value))
		if err != nil {
			return nil, err
		}
		data[name] = shown
	}
	return data, nil
}

// show turns times and devices into what a person reads.
func (w words) show(name, value string) (string, error) {
	layout := w.TimeLayout
	switch name {
	case "device":
		if value == "" {
			return w.UnknownDevice, nil
		}
		return value, nil
	case "openedAt":
		layout = w.DayLayout
	case "askedAt", "at", "until":
	default:
		return value, nil
	}
	at, err := time.Parse(time.RFC3339, value)
	if err != nil {
		return "", fmt.Errorf("param %q is no RFC 3339 time", name)
	}
	return at.UTC().Format(layout), nil
}

func (o *Outbox) link(page, token string) string { return o.publicURL + page + "#t=" + token }

// host is the public URL's, with its port.
func (o *Outbox) host() string {
	u, err := url.Parse(o.publicURL)
	if err != nil || u.Host == "" {
		return o.publicURL
	}
	return u.Host
}

// oneLine keeps a param from making lines or headers of its own.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.In(r, unicode.Zl, unicode.Zp, unicode.Cf) {
			return ' '
		}
		return r
	}, s)
}

func executeText(text string, data any) (string, error) {
	t, err := template.New("mail").Option("missingkey=error").Parse(text)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	if err := t.Execute(&b, data); err != nil {
		return "", errFill
	}
	return b.String(), nil
}

func executeHTML(p page) (string, error) {
	t, err := htmltemplate.New("mail").Parse(htmlLayout)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	if err := t.Execute(&b, p); err != nil {
		return "", errFill
	}
	return b.String(), nil
}

// errFill says no more: a template's own error could quote what it was given.
var errFill = errors.New("a text names what the template is not given")
