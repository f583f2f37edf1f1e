package inbox_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/mail"
	"github.com/walletdesk/walletdesk/mail/inbox"
)

const link = "https://wallet.example/recover#t=abc-_123"

// folder has two mails, the newer one to ben.
func folder(t *testing.T) (dir string, ids []string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "mail")
	transport, err := mail.NewFolder(dir, "Wallet <wallet@shop.example>")
	if err != nil {
		t.Fatal(err)
	}
	for _, to := range []string{"anna@mail.example", "ben@mail.example"} {
		id := uuid.Must(uuid.NewV7()).String()
		err := transport.Send(t.Context(), mail.Rendered{
			ID: id, MessageID: id + "@wallet.example", To: to, Locale: "en", Subject: "Привет, " + to,
			Text: "A link:\n" + link + "\n" + strings.Repeat("long ", 50), Date: time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC),
			HTML: `<!doctype html><html><head><title>x</title></head><body><script>alert(1)</script><a href="` + link + `">go</a></body></html>`,
		})
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	return dir, ids
}

func get(t *testing.T, dir, path string) *http.Response {
	t.Helper()
	w := httptest.NewRecorder()
	inbox.Handler(dir).ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w.Result()
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	var b strings.Builder
	if err := r.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestHandler_API(t *testing.T) {
	t.Parallel()
	dir, ids := folder(t)
	for to, want := range map[string][]string{
		"": {ids[1], ids[0]}, "ANNA@mail.example": {ids[0]}, "nobody@mail.example": {},
	} {
		r := get(t, dir, "/dev/mail/api?to="+url.QueryEscape(to))
		var mails []inbox.Mail
		if err := json.NewDecoder(r.Body).Decode(&mails); err != nil {
			t.Fatal(err)
		}
		if len(mails) != len(want) {
			t.Fatalf("to %q: %d mails, want %d", to, len(mails), len(want))
		}
		for i, m := range mails {
			if m.ID != want[i] || len(m.Links) != 1 || m.Links[0] != link || m.Subject != "Привет, "+m.To || !strings.Contains(m.HTML, link) {
				t.Errorf("to %q: %+v", to, m)
			}
		}
	}
}

func TestHandler_Pages(t *testing.T) {
	t.Parallel()
	dir, ids := folder(t)
	list := body(t, get(t, dir, "/dev/mail/?to=anna@mail.example"))
	if !strings.Contains(list, ids[0]) || strings.Contains(list, ids[1]) {
		t.Error("the list is not that of the address")
	}
	one := body(t, get(t, dir, "/dev/mail/"+ids[1]))
	if !strings.Contains(one, `href="`+link+`"`) || strings.Contains(one, "<script>") {
		t.Error("the mail's page shows no link, or runs the mail")
	}
}

// Whatever stands in a mail runs nowhere.
func TestHandler_HTML(t *testing.T) {
	t.Parallel()
	dir, ids := folder(t)
	r := get(t, dir, "/dev/mail/"+ids[0]+"/html")
	policy := r.Header.Get("Content-Security-Policy")
	if !strings.HasPrefix(policy, "sandbox ") || strings.Contains(policy, "allow-scripts") || strings.Contains(policy, "allow-same-origin") {
		t.Errorf("policy is %q", policy)
	}
	if !strings.Contains(body(t, r), `<base target="_blank">`) {
		t.Error("links would open in the frame")
	}
}

func TestHandler_NotThere(t *testing.T) {
	t.Parallel()
	dir, _ := folder(t)
	if err := os.WriteFile(filepath.Join(filepath.Dir(dir), "secret.eml"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/dev/mail/" + uuid.NewString(), "/dev/mail/..%2Fsecret", "/dev/mail/.writing-1/html"} {
		if r := get(t, dir, path); r.StatusCode != http.StatusNotFound {
			t.Errorf("%s: status %d", path, r.StatusCode)
		}
	}
	if r := get(t, filepath.Join(dir, "absent"), "/dev/mail/"); r.StatusCode != http.StatusOK {
		t.Errorf("without a folder: status %d", r.StatusCode)
	}
}
