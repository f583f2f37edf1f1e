package till_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/marketplace/till"
	"github.com/walletdesk/walletdesk/pan"
	"github.com/walletdesk/walletdesk/payment"
)

func newTill(t *testing.T, folder string) *till.Till {
	t.Helper()
	made, err := till.New(till.Config{
		PublicURL: "http://127.0.0.1:1", Listen: "127.0.0.1:1", Folder: folder,
		WalletSecret: []byte("the wallet's secret of these tests"), CashSecret: []byte("the cash point's secret of these tests"),
	})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func charge(t *testing.T, number string) payment.Charge {
	t.Helper()
	c := payment.Charge{AttemptID: uuid.NewString(), Amount: payment.Money{Amount: 1999, Currency: "EUR"}, Payee: "Lamps & Co", Until: time.Now().Add(time.Hour)}
	if number != "" {
		n, err := pan.Parse(number)
		if err != nil {
			t.Fatal(err)
		}
		c.Card.Number = n
	}
	return c
}

// It does not exist beyond this machine.
func TestNew_Loopback(t *testing.T) {
	t.Parallel()
	for _, where := range [][2]string{{"http://shop.example", "127.0.0.1:1"}, {"http://127.0.0.1:1", ":1"}, {"http://127.0.0.1:1", "0.0.0.0:1"}} {
		if _, err := till.New(till.Config{PublicURL: where[0], Listen: where[1], Folder: t.TempDir()}); err == nil {
			t.Errorf("made at %v", where)
		}
	}
}

// A charge keeps its answer, through a new start too, and its file keeps no card.
func TestAcquirer(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for _, c := range till.Cases() {
		in := charge(t, c.Number)
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		got, err := newTill(t, folder).Providers()[payment.GuestCard].Begin(ctx, in)
		cancel()
		want := payment.Outcome{Status: payment.Approved}
		if c.Decline != "" {
			want = payment.Outcome{Status: payment.Declined, Decline: c.Decline}
		}
		if lost := c.Silent || c.Slow; (err != nil) != lost || !lost && got != want {
			t.Errorf("%s: %+v, %v", c.Number, got, err)
		}
		if later, err := newTill(t, folder).Providers()[payment.SavedCard].Close(t.Context(), in.AttemptID); err != nil || later != want {
			t.Errorf("%s, asked later: %+v, %v", c.Number, later, err)
		}
	}
	files, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil || len(files) != len(till.Cases()) {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if _, found := pan.Mask(string(text)); err != nil || found > 0 || strings.Contains(string(text), "4242") {
			t.Errorf("%s holds %s, %v", file, text, err)
		}
	}
}

// What was asked about and never begun can't be begun any more.
func TestClose(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for way, p := range newTill(t, folder).Providers() {
		number := ""
		if way == payment.SavedCard || way == payment.GuestCard {
			number = "4242 4242 4242 4242"
		}
		in := charge(t, number)
		if got, err := p.Close(t.Context(), in.AttemptID); err != nil || got.Status != payment.Unknown {
			t.Errorf("%s: %+v, %v", way, got, err)
		}
		if got, err := p.Begin(t.Context(), in); err != nil || got.Status != payment.Unknown {
			t.Errorf("%s begun after it was closed: %+v, %v", way, got, err)
		}
		if _, err := p.Close(t.Context(), "../../etc/passwd"); err == nil {
			t.Errorf("%s takes a path for an id", way)
		}
	}
}

func TestPages(t *testing.T) {
	t.Parallel()
	made := newTill(t, t.TempDir())
	desk := httptest.NewServer(made.Handler())
	t.Cleanup(desk.Close)
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	out, cash := charge(t, ""), charge(t, "")
	if _, err := made.Providers()[payment.Wallet].Begin(t.Context(), out); err != nil {
		t.Fatal(err)
	}
	coded, err := made.Providers()[payment.Cash].Begin(t.Context(), cash)
	if err != nil {
		t.Fatal(err)
	}
	get := func(path string) (*http.Response, error) { return client.Get(desk.URL + path) }
	post := func(path string, form url.Values) func(string) (*http.Response, error) {
		return func(string) (*http.Response, error) { return client.PostForm(desk.URL+path, form) }
	}
	for _, test := range []struct {
		why    string
		send   func(path string) (*http.Response, error)
		path   string
		status int
		say    string
	}{
		{"the e-wallet shows what is to be paid", get, "/dev/till/wallet?charge=" + out.AttemptID, 200, "19.99 EUR"},
		{"with the payee as text", get, "/dev/till/wallet?charge=" + out.AttemptID, 200, "Lamps &amp; Co"},
		{"a cash charge is none of its", get, "/dev/till/wallet?charge=" + cash.AttemptID, 404, "no such charge"},
		{"an unknown one", get, "/dev/till/wallet?charge=" + uuid.NewString(), 404, "no such charge"},
		{"a path", get, "/dev/till/wallet?charge=../../x", 404, "no such charge"},
		{"declining sends back", post("/dev/till/wallet", url.Values{"charge": {out.AttemptID}, "decision": {"decline"}}), "", 303, ""},
		{"it stays declined", post("/dev/till/wallet", url.Values{"charge": {out.AttemptID}, "decision": {"approve"}}), "", 303, ""},
		{"the cash point asks for a code", get, "/dev/till/cash", 200, "code"},
		{"and shows what it is for", get, "/dev/till/cash?code=" + coded.Code, 200, "19.99 EUR"},
		{"a code that is none", get, "/dev/till/cash?code=00000000", 404, "no such code"},
		{"what can't be a code", get, "/dev/till/cash?code=%3Cscript%3E", 404, "no such code"},
		{"the wallet does not answer", post("/dev/till/cash", url.Values{"code": {coded.Code}}), "", 502, "once more"},
		{"nothing else is there", get, "/dev/till/", 404, ""},
	} {
		res, err := test.send(test.path)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(res.Body)
		_ = res.Body.Close()
		if err != nil || res.StatusCode != test.status || !strings.Contains(string(text), test.say) {
			t.Errorf("%s: %d %s, %v", test.why, res.StatusCode, text, err)
		}
		if test.status == 303 && !strings.Contains(res.Header.Get("Location"), "status=DECLINED") {
			t.Errorf("%s: to %s", test.why, res.Header.Get("Location"))
		}
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, desk.URL+"/dev/till/cash", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Forwarded", "for=203.0.113.9")
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusForbidden {
		t.Errorf("through a proxy: %d", res.StatusCode)
	}
}
