package session_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/walletdesk/walletdesk/audit"
	"github.com/walletdesk/walletdesk/marketplace/shoptest"
	"github.com/walletdesk/walletdesk/session"
	"github.com/walletdesk/walletdesk/session/openid"
)

func TestService_SignIn(t *testing.T) {
	t.Parallel()
	tests := []struct {
		why, who string
		door     session.Door
		want     session.Actor
	}{
		{"a shopper; the address comes from userinfo", "nikos", session.CustomerDoor,
			session.Actor{Role: session.Customer, Name: "Νίκος Παππάς", Locale: "el"}},
		{"an operator", "anna", session.ConsoleDoor,
			session.Actor{Role: session.Operator, StaffName: "Anna Berg", Locale: "en"}},
		{"a supervisor", "chloe", session.ConsoleDoor,
			session.Actor{Role: session.Supervisor, StaffName: "Chloe Martin", Locale: "en"}},
	}
	for _, tt := range tests {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			done, err := d.visit(t, visit{door: tt.door, who: tt.who})
			if err != nil {
				t.Fatal(err)
			}
			if done.Next != "/next" || done.Purpose != session.Normal || len(done.Token) != 43 {
				t.Errorf("finished %+v", done)
			}
			got := d.resolve(t, tt.door, done.Token)
			tt.want.AuthTime, tt.want.ClientKey = d.clock.Now(), "net"
			idle := map[session.Door]time.Duration{session.CustomerDoor: 15 * time.Minute, session.ConsoleDoor: time.Hour}[tt.door]
			tt.want.SessionExpiresAt = d.clock.Now().Add(idle)
			ids := cmpopts.IgnoreFields(session.Actor{}, "SessionID", "PersonID", "AccountID", "StaffID")
			if diff := cmp.Diff(tt.want, got, ids); diff != "" {
				t.Error(diff)
			}
			if got.PersonID == "" || (got.AccountID == "") != got.IsStaff() || (got.StaffID == got.PersonID) != got.IsStaff() {
				t.Errorf("ids of %+v", got)
			}
			if other := d.resolve(t, otherDoor(tt.door), done.Token); !other.IsZero() {
				t.Errorf("the other door takes the token for %+v", other)
			}
		})
	}
}

func otherDoor(d session.Door) session.Door {
	if d == session.ConsoleDoor {
		return session.CustomerDoor
	}
	return session.ConsoleDoor
}

func TestService_SignIn_Again(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	first, before := d.signIn(t, session.CustomerDoor, "eleni")
	done, err := d.visit(t, visit{door: session.CustomerDoor, who: "eleni", actor: before})
	if err != nil {
		t.Fatal(err)
	}
	after := d.resolve(t, session.CustomerDoor, done.Token)
	if after.PersonID != before.PersonID || after.AccountID != before.AccountID {
		t.Errorf("the same subject became %+v after %+v", after, before)
	}
	if after.SessionID == before.SessionID || !d.resolve(t, session.CustomerDoor, first).IsZero() {
		t.Error("the session was not turned at sign-in")
	}
	_, third := d.signIn(t, session.CustomerDoor, "ivan")
	if third.PersonID == before.PersonID {
		t.Error("two subjects are one person")
	}
}

// The sign-in of somebody the program can't use ends before anything is written.
func TestService_SignIn_OfNoUse(t *testing.T) {
	t.Parallel()
	tests := []struct {
		why  string
		door session.Door
		who  session.Identity
		want string
	}{
		{"a shopper without a verified address", session.CustomerDoor, session.Identity{Issuer: "i", Subject: "s"}, "EMAIL_UNVERIFIED"},
		{"staff without a role", session.ConsoleDoor, session.Identity{Issuer: "i", Subject: "s", Email: "s@support.example"}, "NO_ROLE"},
		{"staff with a role of another house", session.ConsoleDoor, session.Identity{Issuer: "i", Subject: "s", Roles: []string{"admin"}}, "NO_ROLE"},
	}
	for _, tt := range tests {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			s := session.New(session.Config{
				DB: d.db, Keys: d.keys, Audit: audit.New(d.keys, d.clock.Now), Bus: d.bus, Accounts: d.accounts, Recovery: d.flows,
				Customers: vouches{tt.who}, Workforce: vouches{tt.who}, Clock: d.clock.Now,
			})
			started, err := s.Start(t.Context(), session.StartInput{Door: tt.door, Purpose: session.Normal})
			if err != nil {
				t.Fatal(err)
			}
			in := session.FinishInput{Door: tt.door, Cookie: started.Cookie, State: started.URL, Code: "code"}
			if _, err := s.Finish(t.Context(), in); codeOf(err) != tt.want {
				t.Errorf("finished with %v, want %s", err, tt.want)
			}
			var rows int
			must(t, d.db.GetContext(t.Context(), &rows, `SELECT (SELECT count(*) FROM session) + (SELECT count(*) FROM account)`))
			if rows != 0 {
				t.Errorf("%d rows were written", rows)
			}
		})
	}
}

// vouches is a provider that vouches for one and the same person; the address
// it sends the browser to is the state.
type vouches struct{ who session.Identity }

func (v vouches) Authorize(_ context.Context, r session.AuthRequest) (string, error) {
	return r.State, nil
}

func (v vouches) Redeem(context.Context, string, string, session.AuthRequest) (session.Identity, error) {
	return v.who, nil
}

func TestService_Finish_Refuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		why    string
		change func(*session.FinishInput)
		wait   time.Duration
		want   string
	}{
		{"no sign-in cookie: begun in another browser", func(in *session.FinishInput) { in.Cookie = "" }, 0, "SIGN_IN_EXPIRED"},
		{"a made-up cookie", func(in *session.FinishInput) { in.Cookie = "AAAA" }, 0, "SIGN_IN_EXPIRED"},
		{"another state: somebody else's callback", func(in *session.FinishInput) { in.State = "x" }, 0, "SIGN_IN_EXPIRED"},
		{"no state", func(in *session.FinishInput) { in.State = "" }, 0, "SIGN_IN_EXPIRED"},
		{"the other door's callback", func(in *session.FinishInput) { in.Door = session.ConsoleDoor }, 0, "SIGN_IN_EXPIRED"},
		{"too late", nil, 10*time.Minute + time.Second, "SIGN_IN_EXPIRED"},
		{"the person said no", func(in *session.FinishInput) { in.Error, in.Code = "access_denied", "" }, 0, "SIGN_IN_STOPPED"},
		{"the provider is ill", func(in *session.FinishInput) { in.Error, in.Code = "server_error", "" }, 0, "PROVIDER_DOWN"},
		{"the provider said no", func(in *session.FinishInput) { in.Error, in.Code = "invalid_scope", "" }, 0, "SIGN_IN_REFUSED"},
		{"a code nobody gave", func(in *session.FinishInput) { in.Code = "x" }, 0, "SIGN_IN_REFUSED"},
		{"another issuer's callback", func(in *session.FinishInput) { in.Issuer = "https://evil.example" }, 0, "SIGN_IN_REFUSED"},
		{"no issuer though it says it sends one", func(in *session.FinishInput) { in.Issuer = "" }, 0, "SIGN_IN_REFUSED"},
	}
	for _, tt := range tests {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			done, err := d.visit(t, visit{door: session.CustomerDoor, who: "eleni", change: tt.change, wait: tt.wait})
			if codeOf(err) != tt.want || done.Token != "" {
				t.Errorf("finished %+v with %v, want %s", done, err, tt.want)
			}
		})
	}
}

// A code from one sign-in does not fit the cookie of another: the verifier and
// the nonce are bound to it.
func TestService_Finish_InjectedCode(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	thief, err := d.Start(t.Context(), session.StartInput{Door: session.CustomerDoor, Purpose: session.Normal})
	if err != nil {
		t.Fatal(err)
	}
	stolen := shoptest.Callback(t, shoptest.NewBrowser(t), thief.URL, "ivan").Query().Get("code")
	_, err = d.visit(t, visit{door: session.CustomerDoor, who: "eleni", change: func(in *session.FinishInput) { in.Code = stolen }})
	if codeOf(err) != "SIGN_IN_REFUSED" {
		t.Errorf("an injected code: %v", err)
	}
}

func TestService_Start_AsksForWhatItNeeds(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	_, anna := d.signIn(t, session.ConsoleDoor, "anna")
	tests := []struct {
		why            string
		in             session.StartInput
		maxAge, prompt string
		want           string
	}{
		{"any sign-in will do", session.StartInput{Door: session.CustomerDoor, Purpose: session.Normal}, "", "", ""},
		{"a stolen session is not enough", session.StartInput{Door: session.ConsoleDoor, Purpose: session.Fresh, Actor: anna}, "300", "login", ""},
		{"a flow wants a recent one", session.StartInput{Door: session.CustomerDoor, Purpose: session.Flow, Actor: session.Actor{FlowID: "f"}}, "300", "", ""},
		{"fresh without a session", session.StartInput{Door: session.ConsoleDoor, Purpose: session.Fresh}, "", "", "SESSION_ENDED"},
		{"a flow without a flow", session.StartInput{Door: session.CustomerDoor, Purpose: session.Flow}, "", "", "SESSION_ENDED"},
	}
	for _, tt := range tests {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			started, err := d.Start(t.Context(), tt.in)
			if codeOf(err) != tt.want {
				t.Fatalf("failed with %v, want %q", err, tt.want)
			}
			if err != nil {
				return
			}
			q := queryOf(t, started.URL)
			if q.Get("max_age") != tt.maxAge || q.Get("prompt") != tt.prompt || q.Get("code_challenge_method") != "S256" {
				t.Errorf("asked for %v", q)
			}
			for _, secret := range []string{q.Get("state"), q.Get("nonce"), "eleni"} {
				if strings.Contains(started.Cookie, secret) {
					t.Error("the cookie is not sealed")
				}
			}
		})
	}
}

func TestService_StepUp(t *testing.T) {
	t.Parallel()
	tests := []struct {
		why, who string
		end      bool // the session ends while the window is open
		want     string
	}{
		{"the same person", "anna", false, ""},
		{"somebody else's password", "boris", false, "ANOTHER_PERSON"},
		{"the session ended meanwhile", "anna", true, "SESSION_ENDED"},
	}
	for _, tt := range tests {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			browser := shoptest.NewBrowser(t)
			done, err := d.visit(t, visit{door: session.ConsoleDoor, who: "anna", browser: browser})
			if err != nil {
				t.Fatal(err)
			}
			before := d.resolve(t, session.ConsoleDoor, done.Token)
			ended, stop := d.Watch(t.Context(), before.SessionID)
			defer stop()
			d.clock.Add(20 * time.Minute)
			if tt.end {
				if err := d.SignOut(t.Context(), before); err != nil {
					t.Fatal(err)
				}
			}
			again, err := d.visit(t, visit{door: session.ConsoleDoor, who: tt.who, purpose: session.Fresh, actor: before, browser: browser})
			if codeOf(err) != tt.want {
				t.Fatalf("failed with %v, want %q", err, tt.want)
			}
			if tt.want != "" {
				return
			}
			after := d.resolve(t, session.ConsoleDoor, again.Token)
			if after.SessionID != before.SessionID || !after.AuthTime.Equal(before.AuthTime.Add(20*time.Minute)) {
				t.Errorf("%+v after %+v", after, before)
			}
			if !d.resolve(t, session.ConsoleDoor, done.Token).IsZero() {
				t.Error("the former token still opens the session")
			}
			select {
			case <-ended:
				t.Error("the console's sockets were closed")
			default:
			}
		})
	}
}

// Whoever lost the role at the provider loses the session at the next step-up.
func TestService_StepUp_RoleLost(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	who := session.Identity{Issuer: "i", Subject: "s", Roles: []string{"supervisor"}, AuthTime: d.clock.Now()}
	through := func(who session.Identity, in session.StartInput) (session.Finished, error) {
		s := session.New(session.Config{
			DB: d.db, Keys: d.keys, Audit: audit.New(d.keys, d.clock.Now), Bus: d.bus, Accounts: d.accounts, Recovery: d.flows,
			Customers: vouches{who}, Workforce: vouches{who}, Clock: d.clock.Now,
		})
		started, err := s.Start(t.Context(), in)
		if err != nil {
			return session.Finished{}, err
		}
		return s.Finish(t.Context(), session.FinishInput{Door: in.Door, Cookie: started.Cookie, State: started.URL, Code: "code"})
	}
	done, err := through(who, session.StartInput{Door: session.ConsoleDoor, Purpose: session.Normal})
	must(t, err)
	actor := d.resolve(t, session.ConsoleDoor, done.Token)
	who.Roles = nil
	if _, err := through(who, session.StartInput{Door: session.ConsoleDoor, Purpose: session.Fresh, Actor: actor}); codeOf(err) != "NO_ROLE" {
		t.Errorf("step-up without a role: %v", err)
	}
	if !d.resolve(t, session.ConsoleDoor, done.Token).IsZero() {
		t.Error("the session outlived the role")
	}
}

// A provider that ignores max_age is not believed.
func TestService_StepUp_StaleAuthTime(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	browser := shoptest.NewBrowser(t)
	done, err := d.visit(t, visit{door: session.ConsoleDoor, who: "anna", browser: browser})
	if err != nil {
		t.Fatal(err)
	}
	anna := d.resolve(t, session.ConsoleDoor, done.Token)
	d.clock.Add(6 * time.Minute)
	started, err := d.Start(t.Context(), session.StartInput{Door: session.ConsoleDoor, Purpose: session.Fresh, Actor: anna})
	if err != nil {
		t.Fatal(err)
	}
	silent := strings.NewReplacer("max_age=300", "", "prompt=login", "").Replace(started.URL)
	q := shoptest.Callback(t, browser, silent, "anna").Query()
	_, err = d.Finish(t.Context(), session.FinishInput{
		Door: session.ConsoleDoor, Cookie: started.Cookie, State: q.Get("state"), Code: q.Get("code"), Issuer: q.Get("iss"),
	})
	if codeOf(err) != "NOT_FRESH" {
		t.Errorf("a stale sign-in: %v", err)
	}
}

func TestService_FlowSignIn(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	_, eleni := d.signIn(t, session.CustomerDoor, "eleni")
	d.flows.cookie, d.flows.id, d.flows.account, d.flows.own = "flow-token", "flow-1", eleni.AccountID, eleni.PersonID
	holder, err := d.Resolve(t.Context(), session.Credentials{Door: session.CustomerDoor, FlowToken: "flow-token"})
	if err != nil {
		t.Fatal(err)
	}
	want := session.Actor{Role: session.Recoverer, FlowID: "flow-1", AccountID: eleni.AccountID, Locale: "en"}
	if diff := cmp.Diff(want, holder); diff != "" {
		t.Fatal(diff)
	}
	done, err := d.visit(t, visit{door: session.CustomerDoor, who: "eleni", purpose: session.Flow, actor: holder})
	if err != nil || done.Token != "" {
		t.Fatalf("finished %+v, %v: a flow's sign-in starts no session", done, err)
	}
	if d.flows.signedIn != eleni.PersonID || !d.flows.authTime.Equal(d.clock.Now()) {
		t.Errorf("the flow heard of %q at %v", d.flows.signedIn, d.flows.authTime)
	}
	if _, err := d.visit(t, visit{door: session.CustomerDoor, who: "ivan", purpose: session.Flow, actor: holder}); codeOf(err) != "ANOTHER_PERSON" {
		t.Errorf("another person: %v", err)
	}
}

func TestService_Resolve_CustomerWithFlow(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	token, eleni := d.signIn(t, session.CustomerDoor, "eleni")
	d.flows.cookie, d.flows.id, d.flows.account = "flow-token", "flow-1", "another-account"
	both, err := d.Resolve(t.Context(), session.Credentials{Door: session.CustomerDoor, Token: token, FlowToken: "flow-token"})
	if err != nil {
		t.Fatal(err)
	}
	if both.Role != session.Customer || both.AccountID != eleni.AccountID || both.FlowID != "flow-1" || !both.Has(session.Recoverer) {
		t.Errorf("resolved %+v", both)
	}
	console, err := d.Resolve(t.Context(), session.Credentials{Door: session.ConsoleDoor, FlowToken: "flow-token"})
	if err != nil || !console.IsZero() {
		t.Errorf("the console's door sees a flow: %+v, %v", console, err)
	}
}

func TestProvider_Down(t *testing.T) {
	t.Parallel()
	p := openid.New(openid.Config{Issuer: "http://127.0.0.1:1/nobody", ClientID: "x", HTTP: &http.Client{Timeout: time.Second}})
	if _, err := p.Authorize(t.Context(), session.AuthRequest{}); codeOf(err) != "PROVIDER_DOWN" {
		t.Errorf("a provider that is down: %v", err)
	}
}

// The issuer is compared byte for byte: a slash more is another one.
func TestProvider_IssuerByteForByte(t *testing.T) {
	t.Parallel()
	site := shoptest.Open(t, shoptest.NewClock(), callbackURL)
	p := openid.New(openid.Config{Issuer: site.Issuer("marketplace") + "/", ClientID: "walletdesk"})
	if _, err := p.Authorize(t.Context(), session.AuthRequest{}); codeOf(err) != "PROVIDER_DOWN" {
		t.Errorf("an issuer with a slash: %v", err)
	}
}

// Whoever has chosen a language before the first sign-in gets mails in it.
func TestService_SignIn_Language(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ why, chosen, want string }{
		{"chosen", "ru", "ru"},
		{"not chosen: the provider's", "", "el"},
		{"a cookie anybody can write", "xx\x00", "el"},
	} {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			done, err := d.visit(t, visit{
				door: session.CustomerDoor, who: "nikos",
				change: func(in *session.FinishInput) { in.Language = tt.chosen },
			})
			if err != nil {
				t.Fatal(err)
			}
			if got := d.resolve(t, session.CustomerDoor, done.Token); got.Locale != tt.want {
				t.Errorf("locale %q, want %q", got.Locale, tt.want)
			}
		})
	}
}
