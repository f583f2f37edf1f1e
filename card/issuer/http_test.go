package issuer_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/walletdesk/walletdesk/card"
	"github.com/walletdesk/walletdesk/card/issuer"
	"github.com/walletdesk/walletdesk/pan"
)

const (
	number = "4539148803436467"
	key    = "0123456789abcdef0123456789abcdef"
)

func verification(t *testing.T, digits string) card.Verification {
	t.Helper()
	n, err := pan.Parse(digits)
	if err != nil {
		t.Fatal(err)
	}
	return card.Verification{ID: "019a0000-0000-7000-8000-000000000000", Number: n, ExpiryMonth: 7, ExpiryYear: 2029, CVC: "739"}
}

// processor serves the contract over TLS and gives an HTTP that trusts it.
func processor(t *testing.T, handler http.HandlerFunc) *issuer.HTTP {
	t.Helper()
	server := httptest.NewTLSServer(handler)
	t.Cleanup(server.Close)
	h, err := issuer.New(issuer.Config{
		URL: server.URL + "/cards/", KeyID: "wallet", Key: []byte(key), Transport: server.Client().Transport,
		Clock: func() time.Time { return time.Unix(1777636800, 0) },
	})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func answer(w http.ResponseWriter, id, text string) {
	_ = json.NewEncoder(w).Encode(map[string]string{"id": id, "answer": text})
}

// The request is the one the package's doc describes, signed so that its receiver
// can check it with the RFC and the key alone.
func TestHTTP_Verify_Contract(t *testing.T) {
	t.Parallel()
	var target string
	h := processor(t, func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		var got any
		if err := json.Unmarshal(body, &got); err != nil {
			t.Error(err)
		}
		want := any(map[string]any{"id": verification(t, number).ID, "number": number, "expiryMonth": 7.0, "expiryYear": 2029.0, "cvc": "739"})
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("body (-want +got):\n%s", diff)
		}
		if r.Method != http.MethodPost || r.URL.Path != "/cards/verifications" || r.URL.RawQuery != "" {
			t.Errorf("%s %s", r.Method, r.URL)
		}
		target = "https://" + r.Host + r.URL.Path
		sum := sha256.Sum256(body)
		digest := "sha-256=:" + base64.StdEncoding.EncodeToString(sum[:]) + ":"
		params := `("@method" "@target-uri" "content-digest" "idempotency-key");created=1777636800;keyid="wallet";alg="hmac-sha256"`
		base := "\"@method\": POST\n\"@target-uri\": " + target + "\n\"content-digest\": " + digest +
			"\n\"idempotency-key\": " + verification(t, number).ID + "\n\"@signature-params\": " + params
		mac := hmac.New(sha256.New, []byte(key))
		mac.Write([]byte(base))
		headers := map[string]string{
			"Content-Type": "application/json", "Idempotency-Key": verification(t, number).ID, "Content-Digest": digest,
			"Signature-Input": "walletdesk=" + params, "Signature": "walletdesk=:" + base64.StdEncoding.EncodeToString(mac.Sum(nil)) + ":",
		}
		for name, want := range headers {
			if got := r.Header.Get(name); got != want {
				t.Errorf("%s is %q, want %q", name, got, want)
			}
		}
		for name, values := range r.Header {
			if all := strings.Join(values, " "); strings.Contains(all, number) || strings.Contains(all, "739\"") {
				t.Errorf("the card is in the header %s", name)
			}
		}
		answer(w, verification(t, number).ID, "APPROVED")
	})
	got, err := h.Verify(t.Context(), verification(t, number))
	if err != nil || got != card.Approved {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestHTTP_Verify_Answers(t *testing.T) {
	t.Parallel()
	id := verification(t, number).ID
	for _, test := range []struct {
		why   string
		serve http.HandlerFunc
		want  card.Answer
		fails string
		calls int32
	}{
		{"a no", func(w http.ResponseWriter, _ *http.Request) { answer(w, id, "INCORRECT_CVC") }, card.IncorrectCVC, "", 1},
		{"an answer of tomorrow is no yes", func(w http.ResponseWriter, _ *http.Request) { answer(w, id, "APPROVED_MAYBE") }, card.Declined, "", 1},
		{"nothing said", func(w http.ResponseWriter, _ *http.Request) { answer(w, id, "") }, "", "empty", 1},
		{"an answer to somebody else", func(w http.ResponseWriter, _ *http.Request) { answer(w, "other", "APPROVED") }, "", "another question", 1},
		{"the question sent back", func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(w, io.MultiReader(strings.NewReader("!"), r.Body))
		}, "", "no JSON", 1},
		{"a body without end", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, strings.Repeat(" ", 1<<20)) }, "", "too long", 1},
		{"refused: asking again would not help", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) }, "", "status 401", 1},
		{"down, also the second time", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) }, "", "status 503", 2},
		{"hangs up", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, "", "ask issuer", 2},
	} {
		t.Run(test.why, func(t *testing.T) {
			t.Parallel()
			var calls atomic.Int32
			h := processor(t, func(w http.ResponseWriter, r *http.Request) {
				calls.Add(1)
				test.serve(w, r)
			})
			got, err := h.Verify(t.Context(), verification(t, number))
			if got != test.want || (err == nil) != (test.fails == "") || (err != nil && !strings.Contains(err.Error(), test.fails)) {
				t.Errorf("got %q, %v", got, err)
			}
			if calls.Load() != test.calls {
				t.Errorf("asked %d times, want %d", calls.Load(), test.calls)
			}
			if err != nil && (strings.Contains(err.Error(), number) || strings.Contains(err.Error(), "739")) {
				t.Errorf("the card is in %q", err)
			}
		})
	}
}

// A lost answer is asked for once more, as the same question.
func TestHTTP_Verify_Again(t *testing.T) {
	t.Parallel()
	var ids []string
	h := processor(t, func(w http.ResponseWriter, r *http.Request) {
		ids = append(ids, r.Header.Get("Idempotency-Key"))
		if len(ids) == 1 {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		answer(w, ids[0], "APPROVED")
	})
	got, err := h.Verify(t.Context(), verification(t, number))
	if err != nil || got != card.Approved || len(ids) != 2 || ids[0] != ids[1] {
		t.Errorf("got %q, %v, asked as %v", got, err, ids)
	}
}

// A redirect would carry the card on to whoever it names.
func TestHTTP_Verify_Redirect(t *testing.T) {
	t.Parallel()
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the card went elsewhere") }))
	defer elsewhere.Close()
	h := processor(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, elsewhere.URL, http.StatusTemporaryRedirect)
	})
	if got, err := h.Verify(t.Context(), verification(t, number)); err == nil {
		t.Errorf("got %q", got)
	}
}

func TestHTTP_Verify_Slow(t *testing.T) {
	t.Parallel()
	asked := make(chan struct{})
	ctx, cancel := context.WithCancel(t.Context())
	h := processor(t, func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // only then the server sees the other side go
		close(asked)
		<-r.Context().Done()
	})
	go func() { <-asked; cancel() }()
	if got, err := h.Verify(ctx, verification(t, number)); err == nil {
		t.Errorf("got %q", got)
	}
}

func TestNew_Refuses(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		why string
		cfg issuer.Config
	}{
		{"no address", issuer.Config{KeyID: "wallet", Key: []byte(key)}},
		{"half an address", issuer.Config{URL: "processor.example", KeyID: "wallet", Key: []byte(key)}},
		{"another protocol", issuer.Config{URL: "ftp://processor.example", KeyID: "wallet", Key: []byte(key)}},
		{"cards in the clear over a network", issuer.Config{URL: "http://processor.example", KeyID: "wallet", Key: []byte(key)}},
		{"a name that only begins like this machine", issuer.Config{URL: "http://localhost.example", KeyID: "wallet", Key: []byte(key)}},
		{"a query would be signed and then cut", issuer.Config{URL: "https://processor.example/?a=b", KeyID: "wallet", Key: []byte(key)}},
		{"a password in the address ends in logs", issuer.Config{URL: "https://a:b@processor.example", KeyID: "wallet", Key: []byte(key)}},
		{"a name that breaks the header", issuer.Config{URL: "https://processor.example", KeyID: `a"b`, Key: []byte(key)}},
		{"no name", issuer.Config{URL: "https://processor.example", Key: []byte(key)}},
		{"a short key", issuer.Config{URL: "https://processor.example", KeyID: "wallet", Key: []byte("hush")}},
	} {
		if _, err := issuer.New(test.cfg); err == nil || strings.Contains(err.Error(), "hush") {
			t.Errorf("%s: %v", test.why, err)
		}
	}
}

// In the clear only to this machine: a processor's own program beside this one.
func TestNew_ThisMachine(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"http://localhost:9000", "http://127.0.0.1:9000/cards", "http://[::1]:9000"} {
		cfg := issuer.Config{URL: address, KeyID: "wallet", Key: []byte(key), Clock: time.Now}
		if _, err := issuer.New(cfg); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
}

// Every number of the list is a public test number that the parser takes.
func TestCases(t *testing.T) {
	t.Parallel()
	for _, c := range issuer.Cases() {
		v := verification(t, c.Number)
		if !pan.IsTestNumber(v.Number) {
			t.Errorf("%s is no public test number", c.Number)
		}
		ctx, cancel := context.WithCancel(t.Context())
		if c.Slow {
			cancel()
		}
		got, err := issuer.Demo{}.Verify(ctx, v)
		cancel()
		if got != c.Answer || (err == nil) != (c.Answer != "") {
			t.Errorf("%s: %q, %v", c.Number, got, err)
		}
	}
	for i, c := range issuer.TestCards() {
		if c.Number != issuer.Cases()[i].Number || c.Answer == "" {
			t.Errorf("shown as %+v", c)
		}
	}
	if got, err := (issuer.Demo{}).Verify(t.Context(), verification(t, number)); got != card.Approved || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	if text := fmt.Sprintf("%+v", verification(t, number)); strings.Contains(text, "739") || strings.Contains(text, number) {
		t.Error(text)
	}
}

// The page for who runs it lists the same numbers.
func TestCases_Documented(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range issuer.Cases() {
		if !strings.Contains(string(page), c.Number+" |") {
			t.Errorf("docs/operations.md does not list %s", c.Number)
		}
	}
}
