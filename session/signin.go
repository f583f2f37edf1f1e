package session

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/secret"
)

// Door is the side somebody comes through, the words of the session table.
type Door string

// The doors. Each has a provider and a cookie of its own.
const (
	CustomerDoor Door = "CUSTOMER" // the marketplace's provider
	ConsoleDoor  Door = "CONSOLE"  // the workforce's provider
)

// Purpose is what a sign-in is for.
type Purpose string

// The purposes.
const (
	// Normal starts a session.
	Normal Purpose = "normal"
	// Fresh proves again who holds the session there is, for what a stolen
	// session must not be enough for. It keeps the session and turns its token.
	Fresh Purpose = "fresh"
	// Flow proves to the recovery flow this browser holds that its own person is
	// there. It starts no session.
	Flow Purpose = "flow"
)

// FreshFor is how old the provider's look at a person may be where a fresh
// sign-in is asked for.
const FreshFor = 5 * time.Minute

// ClockSkew is how far the provider's clock may be away from ours.
const ClockSkew = 30 * time.Second

// SignInFor is how long a sign-in may take from start to callback: long enough
// to look a password up, short enough for a cookie that lies about.
const SignInFor = 10 * time.Minute

const sealPurpose = "session.signin"

// AuthRequest is what a provider is asked for.
type AuthRequest struct {
	State, Nonce, Verifier string
	MaxAge                 time.Duration // 0: any age
	Login                  bool          // ask for the password even of somebody signed in
}

// Identity is whom a provider vouches for.
type Identity struct {
	Issuer, Subject, Name string
	Email                 string // verified, or empty
	Locale                string // BCP 47, as the provider says it
	Roles                 []string
	AuthTime              time.Time // zero when the provider does not tell
}

// Provider is an OpenID provider, as package openid speaks to one. Failures
// are fault.Unavailable (no answer) and fault.Unauthenticated (not vouched for).
type Provider interface {
	Authorize(ctx context.Context, r AuthRequest) (url string, err error)
	// Redeem trades the callback's code for the identity. issuer is the callback's
	// iss parameter, empty when there was none.
	Redeem(ctx context.Context, code, issuer string, r AuthRequest) (Identity, error)
}

// Accounts is what sessions ask of the customers' accounts.
type Accounts interface {
	// Open makes the account of a person who signs in for the first time; for
	// every other it does nothing.
	Open(ctx context.Context, personID, email, locale string) error
	// ForPerson tells the account of a person; fault.NotFound when there is none.
	ForPerson(ctx context.Context, personID string) (accountID string, confirmed, registered bool, locale string, err error)
	// NewDevice tells the owner of a registered account, in the caller's
	// transaction, that somebody signed in from a device not seen before. device is
	// mail.Device's; Wake comes after the commit.
	NewDevice(ctx context.Context, q postgres.Querier, personID, device string) error
	Wake()
}

// Recovery is what sessions ask of the recovery flows.
type Recovery interface {
	// FlowByCookie tells the live flow whose browser holds the cookie.
	FlowByCookie(ctx context.Context, token string) (flowID, accountID string, ok bool, err error)
	// SignedIn tells a flow that a person proved themself. Another person than
	// the account's own is refused, and counted, by the flow.
	SignedIn(ctx context.Context, flowID, personID string, authTime time.Time) error
}

// pending is what the sign-in cookie carries, sealed.
type pending struct {
	State     string    `json:"s"`
	Nonce     string    `json:"n"`
	Verifier  string    `json:"v"`
	Purpose   Purpose   `json:"p"`
	Next      string    `json:"x"`
	SessionID string    `json:"i,omitempty"` // the session a Fresh sign-in is for, a Normal one ends
	FlowID    string    `json:"f,omitempty"` // the flow a Flow sign-in is for
	Until     time.Time `json:"u"`
	Done      bool      `json:"d,omitempty"` // it has been finished: what is left says so to a callback opened again
}

func (p pending) request() AuthRequest {
	r := AuthRequest{State: p.State, Nonce: p.Nonce, Verifier: p.Verifier}
	if p.Purpose != Normal {
		r.MaxAge = FreshFor
	}
	r.Login = p.Purpose == Fresh
	return r
}

// StartInput begins a sign-in.
type StartInput struct {
	Door    Door
	Purpose Purpose
	Next    string // where to go afterwards; the caller has checked it against its list
	Actor   Actor  // who asks: the holder of the session or flow the sign-in is for
}

// Started is where to send the browser, and the value of its sign-in cookie,
// good for SignInFor.
type Started struct{ URL, Cookie string }

// Start begins a sign-in. Failures: fault.Unauthenticated (a fresh sign-in
// without a session, a flow's without a flow), fault.Unavailable (the provider
// does not answer).
func (s *Service) Start(ctx context.Context, in StartInput) (Started, error) {
	p := pending{Purpose: in.Purpose, Next: in.Next, SessionID: in.Actor.SessionID, Until: s.clock().Add(SignInFor)}
	p.State, _ = secret.NewToken(s.random)
	p.Nonce, _ = secret.NewToken(s.random)
	p.Verifier, _ = secret.NewToken(s.random) // 43 characters, RFC 7636 §4.1
	switch in.Purpose {
	case Normal, Fresh:
	case Flow:
		p.FlowID = in.Actor.FlowID
	default:
		return Started{}, fmt.Errorf("start sign-in: unknown purpose %q", in.Purpose)
	}
	if (in.Purpose == Fresh && p.SessionID == "") || (in.Purpose == Flow && p.FlowID == "") {
		return Started{}, errEnded
	}
	url, err := s.provider(in.Door).Authorize(ctx, p.request())
	if err != nil {
		return Started{}, fmt.Errorf("start sign-in: %w", err)
	}
	cookie, err := s.seal(in.Door, p)
	if err != nil {
		return Started{}, fmt.Errorf("start sign-in: %w", err)
	}
	return Started{URL: url, Cookie: cookie}, nil
}

// FinishInput is what the provider's callback brought.
type FinishInput struct {
	Door                       Door
	Cookie                     string // of the sign-in, sealed
	State, Code, Issuer, Error string // the callback's parameters
	UserAgent, ClientKey       string
	Language                   string // what the browser's pages were switched to, "" if they were not
}

// Finished is a sign-in that succeeded.
type Finished struct {
	Purpose Purpose
	Next    string
	Token   string // the new token of the session cookie; empty for a Flow
	// Cookie is the sign-in cookie's new value, good until the sign-in would have
	// ended: it opens nothing, and knows the callback again when somebody goes back to it.
	Cookie string
	Until  time.Time
}

// Refusals of a sign-in. They are shown on a page of their own.
var (
	errExpired = fault.New(fault.Unauthenticated, "SIGN_IN_EXPIRED", "This sign-in took too long or was begun in another window. Please begin again.")
	errRefused = fault.New(fault.Unauthenticated, "SIGN_IN_REFUSED", "The sign-in was not completed.")
	errStopped = fault.New(fault.Unauthenticated, "SIGN_IN_STOPPED", "The sign-in was stopped.")
	errUsed    = fault.New(fault.Conflict, "SIGN_IN_DONE", "This sign-in is done already.")
	errDown    = fault.New(fault.Unavailable, "PROVIDER_DOWN", "The sign-in service does not answer. Please try again in a moment.")
	errEnded   = fault.New(fault.Unauthenticated, "SESSION_ENDED", "You are not signed in any more.")
	errOther   = fault.New(fault.Forbidden, "ANOTHER_PERSON", "Somebody else signed in. Please sign in as yourself.")
	errStale   = fault.New(fault.Unauthenticated, "NOT_FRESH", "The sign-in was not fresh enough. Please sign in with your password.")
	errNoEmail = fault.New(fault.Forbidden, "EMAIL_UNVERIFIED", "The marketplace has no verified e-mail address of you. Please verify it there first.")
	errNoRole  = fault.New(fault.Forbidden, "NO_ROLE", "You have no role in the support service.")
)

// Finish ends a sign-in: it checks the callback against the sign-in cookie and
// the provider's word, and does what the sign-in was for. Failures:
// fault.Unauthenticated, fault.Forbidden, fault.Unavailable, and what a
// recovery flow refuses. A callback that was finished before, in this browser, is
// fault.Conflict SIGN_IN_DONE, with where it went on to.
func (s *Service) Finish(ctx context.Context, in FinishInput) (Finished, error) {
	p, err := s.open(in.Door, in.Cookie)
	if err != nil {
		return Finished{}, fmt.Errorf("finish sign-in: %w", err)
	}
	done := Finished{Purpose: p.Purpose, Next: p.Next}
	if subtle.ConstantTimeCompare([]byte(p.State), []byte(in.State)) != 1 {
		return done, errExpired
	}
	if p.Done {
		return done, errUsed
	}
	if in.Error != "" || in.Code == "" {
		return done, saidNo(in.Error)
	}
	who, err := s.provider(in.Door).Redeem(ctx, in.Code, in.Issuer, p.request())
	if err != nil {
		return done, fmt.Errorf("finish sign-in: %w", err)
	}
	if err := s.fresh(p, who); err != nil {
		return done, err
	}
	switch p.Purpose {
	case Fresh:
		done.Token, err = s.stepUp(ctx, in, p.SessionID, who)
	case Flow:
		err = s.flowSignedIn(ctx, p.FlowID, who)
	default:
		done.Token, err = s.begin(ctx, in, p.SessionID, who)
	}
	if err != nil {
		return done, fmt.Errorf("finish sign-in: %w", err)
	}
	done.Until = p.Until
	if done.Cookie, err = s.seal(in.Door, pending{State: p.State, Purpose: p.Purpose, Next: p.Next, Until: p.Until, Done: true}); err != nil {
		return done, fmt.Errorf("finish sign-in: %w", err)
	}
	return done, nil
}

// saidNo is what a provider's word in the callback comes to (RFC 6749 §4.1.2.1).
func saidNo(word string) error {
	switch word {
	case "access_denied":
		return errStopped
	case "server_error", "temporarily_unavailable":
		return errDown.WithCause(fmt.Errorf("callback with %s", word))
	default:
		return errRefused
	}
}

// fresh checks auth_time where the purpose asks for a recent one.
func (s *Service) fresh(p pending, who Identity) error {
	age := s.clock().Sub(who.AuthTime)
	if p.Purpose != Normal && (who.AuthTime.IsZero() || age > FreshFor+ClockSkew || age < -ClockSkew) {
		return errStale
	}
	return nil
}

func (s *Service) flowSignedIn(ctx context.Context, flowID string, who Identity) error {
	personID, err := s.Person(ctx, who, "")
	if err != nil {
		return err
	}
	return s.recovery.SignedIn(ctx, flowID, personID, who.AuthTime)
}

func (s *Service) seal(door Door, p pending) (string, error) {
	plain, err := json.Marshal(p)
	if err != nil {
		return "", fmt.Errorf("sign-in cookie: %w", err)
	}
	sealed, err := s.keys.Seal(sealPurpose, []byte(door), plain)
	if err != nil {
		return "", fmt.Errorf("sign-in cookie: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(sealed), nil
}

// open reads a sign-in cookie. One that is absent, foreign, of the other door
// or too old is errExpired.
func (s *Service) open(door Door, cookie string) (pending, error) {
	sealed, err := base64.RawURLEncoding.DecodeString(cookie)
	if err != nil || len(sealed) == 0 {
		return pending{}, errExpired
	}
	plain, err := s.keys.Open(sealPurpose, []byte(door), sealed)
	if errors.Is(err, secret.ErrNotOpened) {
		return pending{}, errExpired
	}
	if err != nil {
		return pending{}, fmt.Errorf("sign-in cookie: %w", err)
	}
	var p pending
	if err := json.Unmarshal(plain, &p); err != nil {
		return pending{}, fmt.Errorf("sign-in cookie: %w", err)
	}
	if s.clock().After(p.Until) {
		return pending{}, errExpired
	}
	return p, nil
}
