package openid_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"github.com/google/go-cmp/cmp"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/session"
	"github.com/walletdesk/walletdesk/session/openid"
)

// stranger is a provider that answers whatever a case wants: what a relying
// party may meet, and what it must not fall for.
type stranger struct {
	url      string
	key      *ecdsa.PrivateKey
	doc      map[string]any // additions to the discovery document
	id       map[string]any // claims of the ID token
	userinfo map[string]any
	status   int // of the token endpoint; 0: 200
	down     atomic.Bool
	other    *ecdsa.PrivateKey // signs instead of key
}

func newStranger(t *testing.T) *stranger {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	s := &stranger{key: key, doc: map[string]any{}}
	mux := http.NewServeMux()
	mux.HandleFunc("/.well-known/openid-configuration", s.discovery)
	mux.HandleFunc("/jwks", func(w http.ResponseWriter, _ *http.Request) {
		send(w, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: key.Public(), Algorithm: "ES256", Use: "sig"}}})
	})
	mux.HandleFunc("/token", s.token)
	mux.HandleFunc("/userinfo", func(w http.ResponseWriter, _ *http.Request) { send(w, s.userinfo) })
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	s.url = server.URL
	now := time.Now()
	s.id = map[string]any{
		"iss": s.url, "sub": "subject", "aud": "wallet", "exp": now.Add(time.Minute).Unix(), "iat": now.Unix(),
		"nonce": "the-nonce", "auth_time": int64(1_700_000_000), "email": "a@shop.example", "email_verified": true,
	}
	return s
}

func send(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}

func (s *stranger) discovery(w http.ResponseWriter, _ *http.Request) {
	if s.down.Load() {
		http.Error(w, "down", http.StatusBadGateway)
		return
	}
	doc := map[string]any{
		"issuer": s.url, "authorization_endpoint": s.url + "/authorize", "token_endpoint": s.url + "/token",
		"jwks_uri": s.url + "/jwks", "userinfo_endpoint": s.url + "/userinfo", "id_token_signing_alg_values_supported": []string{"ES256"},
	}
	maps.Copy(doc, s.doc)
	send(w, doc)
}

func (s *stranger) token(w http.ResponseWriter, _ *http.Request) {
	if s.status != 0 {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(s.status)
		_, _ = w.Write([]byte(`{"error":"invalid_grant"}`))
		return
	}
	key := s.key
	if s.other != nil {
		key = s.other
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: key}, nil)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	text, err := jwt.Signed(signer).Claims(s.id).Serialize()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	send(w, map[string]any{"access_token": "access", "token_type": "Bearer", "id_token": text})
}

func (s *stranger) provider(roles string) *openid.Provider {
	return openid.New(openid.Config{Issuer: s.url, ClientID: "wallet", ClientSecret: "s", RedirectURL: s.url + "/cb", RolesClaim: roles})
}

func TestProvider_Redeem(t *testing.T) {
	t.Parallel()
	want := func(change func(*session.Identity)) *session.Identity {
		w := &session.Identity{Subject: "subject", Email: "a@shop.example", AuthTime: time.Unix(1_700_000_000, 0).UTC()}
		change(w)
		return w
	}
	keep := func(*session.Identity) {}
	tests := []struct {
		why    string
		change func(*stranger)
		roles  string
		issuer string            // the callback's
		want   *session.Identity // nil: refused
		kind   error             // with this kind
	}{
		{"all in the ID token", func(*stranger) {}, "", "", want(keep), nil},
		{"the address from userinfo", func(s *stranger) {
			delete(s.id, "email")
			s.userinfo = map[string]any{"sub": "subject", "email": "u@shop.example", "email_verified": true, "name": "U"}
		}, "", "", want(func(w *session.Identity) { w.Email, w.Name = "u@shop.example", "U" }), nil},
		{"verified written as a word", func(s *stranger) { s.id["email_verified"] = "true" }, "", "", want(keep), nil},
		{"not verified", func(s *stranger) { s.id["email_verified"] = false }, "", "", want(func(w *session.Identity) { w.Email = "" }), nil},
		{"nothing said of it", func(s *stranger) { delete(s.id, "email_verified") }, "", "", want(func(w *session.Identity) { w.Email = "" }), nil},
		{"userinfo can't verify the ID token's address", func(s *stranger) {
			s.id["email_verified"] = false
			s.userinfo = map[string]any{"sub": "subject", "email": "other@shop.example", "email_verified": true, "roles": []string{"operator"}}
		}, "roles", "", want(func(w *session.Identity) { w.Email, w.Roles = "", []string{"operator"} }), nil},
		{"roles in a claim of another name", func(s *stranger) { s.id["groups"] = []string{"operator"} }, "groups", "",
			want(func(w *session.Identity) { w.Roles = []string{"operator"} }), nil},
		{"no auth_time", func(s *stranger) { delete(s.id, "auth_time") }, "", "", want(func(w *session.Identity) { w.AuthTime = time.Time{} }), nil},
		{"roles that are no list", func(s *stranger) { s.id["roles"] = "operator" }, "roles", "", nil, fault.Unauthenticated},
		{"another nonce: a replayed token", func(s *stranger) { s.id["nonce"] = "x" }, "", "", nil, fault.Unauthenticated},
		{"no nonce", func(s *stranger) { delete(s.id, "nonce") }, "", "", nil, fault.Unauthenticated},
		{"for another client", func(s *stranger) { s.id["aud"] = "other" }, "", "", nil, fault.Unauthenticated},
		{"of another issuer", func(s *stranger) { s.id["iss"] = s.url + "/" }, "", "", nil, fault.Unauthenticated},
		{"over, by less than clocks differ", func(s *stranger) { s.id["exp"] = time.Now().Add(-20 * time.Second).Unix() }, "", "", want(keep), nil},
		{"over", func(s *stranger) { s.id["exp"] = time.Now().Add(-time.Minute).Unix() }, "", "", nil, fault.Unavailable},
		{"issued in a moment", func(s *stranger) { s.id["iat"] = time.Now().Add(20 * time.Second).Unix() }, "", "", want(keep), nil},
		{"issued in the future", func(s *stranger) { s.id["iat"] = time.Now().Add(time.Minute).Unix() }, "", "", nil, fault.Unavailable},
		{"good in the future", func(s *stranger) { s.id["nbf"] = time.Now().Add(time.Minute).Unix() }, "", "", nil, fault.Unavailable},
		{"signed in in the future", func(s *stranger) { s.id["auth_time"] = time.Now().Add(time.Minute).Unix() }, "", "", nil, fault.Unavailable},
		{"signed by somebody else", func(s *stranger) {
			other, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
			if err != nil {
				panic(err)
			}
			s.other = other
		}, "", "", nil, fault.Unauthenticated},
		{"userinfo of somebody else", func(s *stranger) {
			delete(s.id, "email")
			s.userinfo = map[string]any{"sub": "another", "email": "u@shop.example", "email_verified": true}
		}, "", "", nil, fault.Unauthenticated},
		{"a callback of another issuer", func(*stranger) {}, "", "https://evil.example", nil, fault.Unauthenticated},
		{"no iss though it was promised", func(s *stranger) { s.doc["authorization_response_iss_parameter_supported"] = true }, "", "", nil, fault.Unauthenticated},
		{"the access token of another ID token", func(s *stranger) { s.id["at_hash"] = "AAAAAAAAAAAAAAAAAAAAAA" }, "", "", nil, fault.Unauthenticated},
		{"a code it does not know", func(s *stranger) { s.status = 400 }, "", "", nil, fault.Unauthenticated},
		{"a provider that is ill", func(s *stranger) { s.status = 503 }, "", "", nil, fault.Unavailable},
	}
	for _, tt := range tests {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			s := newStranger(t)
			tt.change(s)
			got, err := s.provider(tt.roles).Redeem(t.Context(), "code", tt.issuer, session.AuthRequest{Nonce: "the-nonce", Verifier: "v"})
			if tt.want == nil {
				if !errors.Is(err, tt.kind) {
					t.Errorf("vouched for %+v, %v; want %v", got, err, tt.kind)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			tt.want.Issuer = s.url
			if diff := cmp.Diff(*tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A provider that was down at first is asked again.
func TestProvider_ComesBack(t *testing.T) {
	t.Parallel()
	s := newStranger(t)
	s.down.Store(true)
	p := s.provider("")
	if _, err := p.Authorize(t.Context(), session.AuthRequest{}); !errors.Is(err, fault.Unavailable) {
		t.Fatalf("down: %v", err)
	}
	s.down.Store(false)
	if _, err := p.Authorize(t.Context(), session.AuthRequest{State: "s", Nonce: "n", Verifier: "v"}); err != nil {
		t.Errorf("up again: %v", err)
	}
}

func TestProvider_EndSession(t *testing.T) {
	t.Parallel()
	s := newStranger(t)
	if to, ok := s.provider("").EndSession(t.Context(), "https://wallet.example/console"); ok {
		t.Errorf("a provider without the endpoint: %s", to)
	}
	s.doc["end_session_endpoint"] = s.url + "/out"
	to, ok := s.provider("").EndSession(t.Context(), "https://wallet.example/console")
	if want := s.url + "/out?client_id=wallet&post_logout_redirect_uri=https%3A%2F%2Fwallet.example%2Fconsole"; !ok || to != want {
		t.Errorf("%s, want %s", to, want)
	}
}
