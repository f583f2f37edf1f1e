package openid

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// documentFor is how long a discovery document is used before it is read again,
// behind the back of whoever signs in then.
const documentFor = time.Hour

// discovered is where everything is at a provider.
type discovered struct {
	provider    *oidc.Provider
	keys        oidc.KeySet
	keysURL     string
	verifier    *oidc.IDTokenVerifier
	oauth       oauth2.Config
	endSession  string
	tellsIssuer bool // the provider says that it sends iss
	at          time.Time
}

// asking is one question to the provider, which everybody who wants to know waits for.
type asking struct {
	done  chan struct{}
	found *discovered
	err   error
}

// discover says where everything is at the provider: what is known, at once; and
// only when nothing is, what it answers.
func (p *Provider) discover(ctx context.Context) (*discovered, error) {
	known, asked := p.look(ctx)
	if known != nil {
		return known, nil
	}
	select {
	case <-ctx.Done():
		return nil, errDown.WithCause(fmt.Errorf("discover %s: %w", p.cfg.Issuer, ctx.Err()))
	case <-asked.done:
		return asked.found, asked.err
	}
}

// look gives what is known, and asks the provider when nothing is or it is old.
func (p *Provider) look(ctx context.Context) (*discovered, *asking) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.known != nil && p.cfg.Clock().Sub(p.known.at) < documentFor {
		return p.known, nil
	}
	if p.asked == nil {
		p.asked = &asking{done: make(chan struct{})}
		// Whoever asks first may leave; the others wait for the answer still.
		go p.ask(context.WithoutCancel(ctx), p.asked, p.known)
	}
	return p.known, p.asked
}

func (p *Provider) ask(ctx context.Context, a *asking, former *discovered) {
	a.found, a.err = p.fetch(ctx, former)
	p.mu.Lock()
	defer p.mu.Unlock()
	if a.err == nil {
		p.known = a.found
	}
	p.asked = nil
	close(a.done)
}

// document is what is read of the discovery document beside what the library reads.
type document struct {
	KeysURL     string   `json:"jwks_uri"`
	Algorithms  []string `json:"id_token_signing_alg_values_supported"`
	EndSession  string   `json:"end_session_endpoint"`
	TellsIssuer bool     `json:"authorization_response_iss_parameter_supported"`
	Methods     []string `json:"token_endpoint_auth_methods_supported"`
}

func (p *Provider) fetch(ctx context.Context, former *discovered) (*discovered, error) {
	ctx, cancel := context.WithTimeout(oidc.ClientContext(ctx, p.cfg.HTTP), timeout)
	defer cancel()
	provider, err := oidc.NewProvider(ctx, p.cfg.Issuer)
	if err != nil {
		return nil, errDown.WithCause(fmt.Errorf("discover %s: %w", p.cfg.Issuer, err))
	}
	var doc document
	if err := provider.Claims(&doc); err != nil {
		return nil, errDown.WithCause(fmt.Errorf("discover %s: %w", p.cfg.Issuer, err))
	}
	endpoint := provider.Endpoint()
	endpoint.AuthStyle = oauth2.AuthStyleInHeader // what Discovery §3 says of a provider that does not say
	if len(doc.Methods) > 0 && !slices.Contains(doc.Methods, "client_secret_basic") {
		endpoint.AuthStyle = oauth2.AuthStyleInParams
	}
	found := &discovered{
		provider: provider,
		keysURL:  doc.KeysURL,
		oauth: oauth2.Config{
			ClientID: p.cfg.ClientID, ClientSecret: p.cfg.ClientSecret, Endpoint: endpoint,
			RedirectURL: p.cfg.RedirectURL, Scopes: p.cfg.Scopes,
		},
		endSession:  doc.EndSession,
		tellsIssuer: doc.TellsIssuer,
		at:          p.cfg.Clock(),
	}
	if former != nil && former.keysURL == found.keysURL {
		found.keys = former.keys // with the keys it has fetched
	} else {
		found.keys = oidc.NewRemoteKeySet(ctx, doc.KeysURL)
	}
	found.verifier = oidc.NewVerifier(p.cfg.Issuer, watchedKeys{found.keys}, &oidc.Config{
		ClientID: p.cfg.ClientID, SupportedSigningAlgs: signedWith(doc.Algorithms), SkipExpiryCheck: true, // inTime checks
	})
	return found, nil
}

// signedWith are those of a provider's algorithms that sign with a key of its own
// which we only know the public half of; never "none", never a shared secret.
func signedWith(said []string) []string {
	return slices.DeleteFunc(slices.Clone(said), func(algorithm string) bool {
		return !slices.Contains([]string{
			oidc.RS256, oidc.RS384, oidc.RS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.EdDSA,
		}, algorithm)
	})
}

type noKeys struct{}

// watchedKeys remembers that a signature could not be checked because the
// provider did not give its keys: the library's error tells only that it was not.
type watchedKeys struct{ oidc.KeySet }

// VerifySignature implements oidc.KeySet.
func (k watchedKeys) VerifySignature(ctx context.Context, jwt string) ([]byte, error) {
	payload, err := k.KeySet.VerifySignature(ctx, jwt)
	if err != nil && strings.HasPrefix(err.Error(), "fetching keys") {
		if told, ok := ctx.Value(noKeys{}).(*bool); ok {
			*told = true
		}
	}
	return payload, err //nolint:wrapcheck // the library's own call
}

// verify checks who signed an ID token, and for whom; inTime checks when.
func (d *discovered) verify(ctx context.Context, raw string) (*oidc.IDToken, error) {
	down := false
	id, err := d.verifier.Verify(context.WithValue(ctx, noKeys{}, &down), raw)
	if down {
		return nil, errDown.WithCause(fmt.Errorf("keys: %w", err))
	}
	if err != nil {
		return nil, errNotVouched(fmt.Errorf("ID token: %w", err))
	}
	return id, nil
}
