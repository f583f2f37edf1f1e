package webhook_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/walletdesk/walletdesk/payment/signature"
	"github.com/walletdesk/walletdesk/payment/webhook"
)

var key = []byte("the webhook's secret of these tests") //nolint:gochecknoglobals // a constant

func TestNew_Refuses(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		why, url string
		plain    bool
		secret   []byte
		ok       bool
	}{
		{"https", "https://shop.example/hook", false, key, true},
		{"this machine, under --dev", "http://127.0.0.1:1/hook", true, key, true},
		{"this machine, without", "http://127.0.0.1:1/hook", false, key, false},
		{"another machine in the clear", "http://shop.example/hook", true, key, false},
		{"a name that only begins like this machine", "http://localhost.evil.example/", true, key, false},
		{"a file", "file:///etc/passwd", true, key, false},
		{"a name and a password", "https://a:b@shop.example/", false, key, false},
		{"no address", "shop", false, key, false},
		{"nothing", "", false, key, false},
		{"a short secret", "https://shop.example/hook", false, key[:31], false},
	} {
		_, err := webhook.New(webhook.Config{URL: test.url, Secret: test.secret, Plain: test.plain, Clock: time.Now})
		if (err == nil) != test.ok {
			t.Errorf("%s: %v", test.why, err)
		}
		if err != nil && strings.Contains(err.Error(), string(test.secret)) {
			t.Errorf("%s: the error tells the secret", test.why)
		}
	}
}

func TestSender_Deliver(t *testing.T) {
	t.Parallel()
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		t.Error("a redirect was followed")
	}))
	t.Cleanup(elsewhere.Close)
	for _, test := range []struct {
		why    string
		answer func(w http.ResponseWriter)
		ok     bool
	}{
		{"taken", func(w http.ResponseWriter) { w.WriteHeader(http.StatusOK) }, true},
		{"taken without a word", func(w http.ResponseWriter) { w.WriteHeader(http.StatusNoContent) }, true},
		{"taken for later", func(w http.ResponseWriter) { w.WriteHeader(http.StatusAccepted) }, true},
		{"a redirect", func(w http.ResponseWriter) {
			w.Header().Set("Location", elsewhere.URL)
			w.WriteHeader(http.StatusTemporaryRedirect)
		}, false},
		{"not found", func(w http.ResponseWriter) { w.WriteHeader(http.StatusNotFound) }, false},
		{"in trouble", func(w http.ResponseWriter) { w.WriteHeader(http.StatusInternalServerError) }, false},
		{"an answer without end is read in part", func(w http.ResponseWriter) {
			w.WriteHeader(http.StatusOK)
			for range 1000 {
				if _, err := w.Write(make([]byte, 4096)); err != nil {
					return
				}
			}
		}, true},
	} {
		t.Run(test.why, func(t *testing.T) {
			t.Parallel()
			const body = `{"id":"e"}`
			shop := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				got, err := io.ReadAll(r.Body)
				if err != nil || string(got) != body || r.Method != http.MethodPost || r.Header.Get(webhook.EventHeader) != "e" || r.Header.Get("Cookie") != "" {
					t.Errorf("%s %s %v, %v", r.Method, got, r.Header, err)
				}
				if _, err := signature.Verify(key, webhook.Purpose, r.Header.Get(signature.Header), got, time.Now()); err != nil {
					t.Error(err)
				}
				test.answer(w)
			}))
			t.Cleanup(shop.Close)
			s, err := webhook.New(webhook.Config{URL: shop.URL, Secret: key, Plain: true, Clock: time.Now})
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Deliver(t.Context(), "e", []byte(body)); (err == nil) != test.ok {
				t.Error(err)
			}
			shop.Close()
			if err := s.Deliver(t.Context(), "e", []byte(body)); err == nil {
				t.Error("nobody listens and it was taken")
			}
		})
	}
}
