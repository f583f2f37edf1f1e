package account

import (
	"context"
	"crypto/hmac"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/account/email"
	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/mail"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/secret"
	"github.com/walletdesk/walletdesk/session"
	"github.com/walletdesk/walletdesk/throttle"
)

const (
	// ConfirmationFor is how long a confirmation's link and code work.
	ConfirmationFor = 24 * time.Hour
	// codeTries is how often a code may be wrong.
	codeTries   = 5
	codePurpose = "email.code"
	// nextMail is the shortest time between two mails to an address.
	nextMail = 60 * time.Second
)

// Limits of mails: an address 60 s apart, 5 an hour, 10 a day; a network 20 an hour.
func addressLimits() []throttle.Limit {
	return []throttle.Limit{
		{Name: "confirm.address.minute", Max: 1, Window: nextMail},
		{Name: "confirm.address.hour", Max: 5, Window: time.Hour},
		{Name: "confirm.address.day", Max: 10, Window: 24 * time.Hour},
	}
}

func networkLimit() throttle.Limit {
	return throttle.Limit{Name: "confirm.network.hour", Max: 20, Window: time.Hour}
}

// Confirmation is a mail that was asked for.
type Confirmation struct {
	Account *Account
	// NextAt is when another one can be asked for.
	NextAt time.Time
	// Browser is for the asking browser to hold, for ConfirmationFor: the mail's code
	// is taken only there.
	Browser string
}

// ConfirmationInput asks for a mail.
type ConfirmationInput struct {
	// Email is where to; empty for the account's own address.
	Email string
	// UserAgent is the asking browser's, named in the mail.
	UserAgent string
}

// RequestEmailConfirmation sends a link and a code to an address, for a signed-in
// customer who has not completed the questionnaire. A new one kills the old.
// fault.Invalid about "email", fault.Throttled, fault.Conflict ALREADY_REGISTERED.
func (s *Service) RequestEmailConfirmation(ctx context.Context, actor session.Actor, in ConfirmationInput) (*Confirmation, error) {
	if actor.Role != session.Customer {
		return nil, errSignIn()
	}
	row, err := s.row(ctx, s.db, actor.AccountID)
	if err != nil {
		return nil, fmt.Errorf("request e-mail confirmation: %w", err)
	}
	if row.RegisteredAt != nil {
		return nil, errRegistered()
	}
	if in.Email == "" {
		in.Email = row.Email
	}
	address, err := email.Parse("email", in.Email)
	if err != nil {
		return nil, err
	}
	if err := s.takeMail(ctx, actor, address); err != nil {
		return nil, fmt.Errorf("request e-mail confirmation: %w", err)
	}
	sent, err := s.confirmationSent(ctx, row, address, in.UserAgent)
	if err != nil {
		return nil, fmt.Errorf("request e-mail confirmation: %w", err)
	}
	return sent, nil
}

// confirmationSent puts the mail into the outbox and tells what the asker needs.
func (s *Service) confirmationSent(ctx context.Context, row accountRow, address email.Address, userAgent string) (*Confirmation, error) {
	browser, sum := secret.NewToken(s.random)
	err := s.db.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		return s.sendConfirmation(ctx, q, row, address, sum, userAgent)
	})
	if err != nil {
		return nil, err
	}
	s.mail.Wake()
	found, err := s.Find(ctx, row.ID)
	if err != nil {
		return nil, err
	}
	return &Confirmation{Account: found, NextAt: s.now().Add(nextMail), Browser: browser}, nil
}

// takeMail counts a mail to an address, for the network that asks and for the
// address.
func (s *Service) takeMail(ctx context.Context, actor session.Actor, address email.Address) error {
	if err := s.throttle.Take(ctx, "network:"+actor.ClientKey, networkLimit()); err != nil {
		return err
	}
	return s.throttle.Take(ctx, "email:"+address.Throttle(), addressLimits()...)
}

func errSignIn() error {
	return fault.New(fault.Unauthenticated, "SIGN_IN_FIRST", "Please sign in first.")
}

func errRegistered() error {
	return fault.New(fault.Conflict, "ALREADY_REGISTERED", "The registration is complete already.")
}

func (s *Service) sendConfirmation(ctx context.Context, q postgres.Querier, row accountRow, address email.Address, browserSum []byte, userAgent string) error {
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	now := s.now()
	token, sum := secret.NewToken(s.random)
	code := secret.NewCode(s.random)
	// Two at once: the second kills the first one's.
	if err := lockAccount(ctx, q, row.ID); err != nil {
		return err
	}
	if err := replaceConfirmation(ctx, q, row.ID, now); err != nil {
		return err
	}
	err = insertConfirmation(ctx, q, confirmationRow{
		ID: id.String(), AccountID: row.ID, Email: address.String(), TokenSum: sum, CodeMAC: s.codeMAC(id.String(), code),
		CreatedAt: now, ExpiresAt: now.Add(ConfirmationFor), Changes: row.RegisteredAt != nil, BrowserSum: browserSum,
	})
	if err != nil {
		return err
	}
	if err := setUnconfirmedEmail(ctx, q, row.ID, address.String(), address.Compare()); err != nil {
		return err
	}
	if err := s.write(ctx, q, row.ID, "email.confirmation-requested", "account:"+row.ID); err != nil {
		return err
	}
	return s.mail.Enqueue(ctx, q, mail.Message{
		To: address.String(), Template: mail.EmailConfirmation, Locale: row.Locale,
		Params:    map[string]string{"device": mail.Device(userAgent), "askedAt": now.Format(time.RFC3339)},
		Secrets:   map[string]string{mail.Token: token, mail.Code: code},
		ExpiresAt: now.Add(ConfirmationFor),
	})
}

func (s *Service) codeMAC(id, code string) []byte {
	return s.keys.MAC(codePurpose, []byte(id), []byte(code))
}

// Proof is what shows that somebody reads a mailbox: the link's token or the code.
type Proof struct {
	Token string
	Code  string
	// Browser is what the browser holds that typed the code, "" if nothing.
	Browser string
}

// ConfirmEmail confirms an address with the link's token, by anybody who has it,
// or with the mail's code, by the signed-in customer who asked, in the browser that
// asked: whoever is talked into reading a code out gives nothing away. Exactly one of
// token and code is given.
//
// fault.Conflict LINK_DEAD is the one answer to expired, used, replaced and
// unknown ones, CODE_ELSEWHERE to a code in another browser, which costs no try;
// fault.Invalid WRONG_CODE with AttemptsLeft; fault.Invalid about "code" for what
// can't be a code, which costs no try either.
func (s *Service) ConfirmEmail(ctx context.Context, actor session.Actor, in Proof) error {
	var err error
	switch {
	case in.Token != "":
		err = s.confirmByToken(ctx, in.Token)
	case in.Code != "":
		err = s.confirmByCode(ctx, actor, in)
	default:
		err = fault.Field("code", "EMPTY", "Please type the code of the mail.")
	}
	if err != nil {
		return fmt.Errorf("confirm e-mail: %w", err)
	}
	s.mail.Wake()
	return nil
}

func (s *Service) confirmByToken(ctx context.Context, token string) error {
	return s.db.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		row, err := useConfirmationByToken(ctx, q, secret.TokenSum(token), s.now())
		if err != nil {
			return deadOr(err)
		}
		return s.confirmed(ctx, q, row)
	})
}

func (s *Service) confirmByCode(ctx context.Context, actor session.Actor, in Proof) error {
	code, ok := secret.NormaliseCode(in.Code)
	if !ok {
		return fault.Field("code", "CODE_INCOMPLETE", "The code has eight letters and digits.")
	}
	if actor.Role != session.Customer || actor.AccountID == "" {
		return errSignIn()
	}
	// Counted for good before it is looked at.
	var row confirmationRow
	err := s.db.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		var err error
		row, err = takeCodeTry(ctx, q, actor.AccountID, secret.TokenSum(in.Browser), codeTries, s.now())
		return err
	})
	if postgres.NoRows(err) {
		return s.codeNotTaken(ctx, actor.AccountID, in.Browser)
	}
	if err != nil {
		return err
	}
	if !hmac.Equal(row.CodeMAC, s.codeMAC(row.ID, code)) {
		return fault.New(fault.Invalid, "WRONG_CODE", "This is not the code of the last mail.").WithAttempts(codeTries - row.CodeTries)
	}
	return s.db.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		used, err := useConfirmationByID(ctx, q, row.ID, s.now())
		if err != nil {
			return deadOr(err)
		}
		return s.confirmed(ctx, q, used)
	})
}

// codeNotTaken tells why there is no code to compare with: there is none that lives,
// or another browser asked for it.
func (s *Service) codeNotTaken(ctx context.Context, accountID, browser string) error {
	elsewhere, err := isAskedElsewhere(ctx, s.db, accountID, secret.TokenSum(browser), s.now())
	if err != nil {
		return err
	}
	if elsewhere {
		return fault.New(fault.Conflict, "CODE_ELSEWHERE", "Type this code in the browser where you asked for the mail, or open the link in it.")
	}
	return errLinkDead()
}

// deadOr is errLinkDead for a row that is not there.
func deadOr(err error) error {
	if postgres.NoRows(err) {
		return errLinkDead()
	}
	return err
}

// confirmed moves the account on. A changed address is told to the other one.
func (s *Service) confirmed(ctx context.Context, q postgres.Querier, used confirmationRow) error {
	if err := lockAccount(ctx, q, used.AccountID); err != nil {
		return err
	}
	before, err := s.row(ctx, q, used.AccountID)
	if err != nil {
		return err
	}
	if before.RegisteredAt != nil && used.Changes {
		return s.moved(ctx, q, before, used)
	}
	moved, err := setConfirmedEmail(ctx, q, used.AccountID, used.Email, compareKey(used.Email), s.now())
	if err != nil {
		return err
	}
	if !moved {
		return errLinkDead()
	}
	if err := s.write(ctx, q, used.AccountID, "email.confirmed", "account:"+used.AccountID); err != nil {
		return err
	}
	if before.ConfirmedAt == nil || compareKey(before.Email) == compareKey(used.Email) {
		return nil
	}
	return s.NotifyElsewhere(ctx, q, used.AccountID, "", mail.EmailChanged, nil)
}
