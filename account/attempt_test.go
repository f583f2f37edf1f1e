package account_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/mail/mailtest"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/secret"
)

// 5 in a row block for 30 minutes, then an hour, then two; the 20th disables, and
// the one before sends a warning.
func TestService_VerifyPassword_InARow(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	actor := d.registered(t, "anna")
	verify := func(typed string) error { return d.VerifyPassword(t.Context(), actor.AccountID, typed) }
	block := 30 * time.Minute
	for try := 1; try <= 19; try++ {
		err := verify("eight grey herons")
		wantCode(t, err, "WRONG_PASSWORD")
		if want := (5 - try%5) % 5; attempts(err) != want {
			t.Errorf("try %d: %d left, want %d", try, attempts(err), want)
		}
		if try%5 == 0 {
			err := verify(right)
			wantCode(t, err, "BLOCKED")
			if f, _ := fault.As(err); !f.RetryAt.Equal(d.clock.now().Add(block)) {
				t.Errorf("try %d blocks until %v", try, f.RetryAt)
			}
			d.clock.pass(block)
			block *= 2
		}
		if mails := d.mails(t); len(mails) != map[bool]int{true: 2}[try == 19] {
			t.Errorf("try %d: %v", try, mailtest.Subjects(mails))
		}
	}
	wantCode(t, verify("eight grey herons"), "PASSWORD_DISABLED")
	mailtest.Find(t, d.mails(t), "anna@mail.example", "Your payment password was disabled")
	d.clock.pass(1000 * time.Hour)
	wantCode(t, verify(right), "PASSWORD_DISABLED")
}

// A right one forgets the wrong ones before it.
func TestService_VerifyPassword_Forgives(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	actor := d.registered(t, "anna")
	for range 3 {
		for range 4 {
			wantCode(t, d.VerifyPassword(t.Context(), actor.AccountID, "eight grey herons"), "WRONG_PASSWORD")
		}
		if err := d.VerifyPassword(t.Context(), actor.AccountID, right); err != nil {
			t.Fatal(err)
		}
	}
}

// Parallel tries are counted before any is hashed.
func TestService_VerifyPassword_Parallel(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	actor := d.registered(t, "anna")
	var wrong, blocked atomic.Int32
	var group sync.WaitGroup
	for range 50 {
		group.Go(func() {
			switch err := d.VerifyPassword(t.Context(), actor.AccountID, "eight grey herons"); code(err) {
			case "WRONG_PASSWORD":
				wrong.Add(1)
			case "BLOCKED":
				blocked.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	group.Wait()
	if wrong.Load() != 5 || blocked.Load() != 45 {
		t.Errorf("%d hashed, %d refused; want 5 and 45", wrong.Load(), blocked.Load())
	}
}

// What was never looked at costs nothing.
func TestService_VerifyPassword_Overloaded(t *testing.T) {
	t.Parallel()
	keys := secret.NewTestKeys(t)
	d := newDeskWith(t, keys, secret.NewHasher(keys, 1, 0))
	actor := d.registered(t, "anna")
	var overloaded atomic.Int32
	var group sync.WaitGroup
	for range 30 {
		group.Go(func() {
			err := d.VerifyPassword(t.Context(), actor.AccountID, right)
			if errors.Is(err, fault.Overloaded) {
				overloaded.Add(1)
			}
		})
	}
	group.Wait()
	if err := d.VerifyPassword(t.Context(), actor.AccountID, right); err != nil {
		t.Errorf("after %d refusals: %v", overloaded.Load(), err)
	}
}

func TestService_VerifyPassword_NotRegistered(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	actor := d.person(t, "anna")
	wantCode(t, d.VerifyPassword(t.Context(), actor.AccountID, right), "NOT_REGISTERED")
	wantCode(t, d.VerifyAnswers(t.Context(), actor.AccountID, []string{"a", "b", "c"}), "NOT_REGISTERED")
	wantCode(t, d.MayPay(t.Context(), d.db, actor.AccountID), "NOT_REGISTERED")
}

// A password too long to be anybody's is a wrong one, and costs no hash.
func TestService_VerifyPassword_TooLong(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	actor := d.registered(t, "anna")
	wantCode(t, d.VerifyPassword(t.Context(), actor.AccountID, string(make([]byte, 100_000))), "WRONG_PASSWORD")
}

func TestService_VerifyAnswers(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	actor := d.registered(t, "anna")
	verify := func(answers ...string) error { return d.VerifyAnswers(t.Context(), actor.AccountID, answers) }
	if err := verify("the rolling   pebbles", "ΟΔΥΣΣΕΥΣ", "STRASSE"); err != nil {
		t.Error(err)
	}
	wantCode(t, verify("the rolling pebbles", "ΟΔΥΣΣΕΥΣ"), "answers THREE_NEEDED")
	wantCode(t, verify("ΟΔΥΣΣΕΥΣ", "the rolling pebbles", "STRASSE"), "WRONG_ANSWERS") // in their order
	for range 4 {
		wantCode(t, verify("a", "b", "c"), "WRONG_ANSWERS")
	}
	wantCode(t, verify("the rolling pebbles", "ΟΔΥΣΣΕΥΣ", "STRASSE"), "ANSWERS_LOCKED")
	d.clock.pass(24 * time.Hour)
	if err := verify("the rolling pebbles", "ΟΔΥΣΣΕΥΣ", "STRASSE"); err != nil {
		t.Errorf("a day later: %v", err)
	}
}

func (d *desk) inTx(t *testing.T, fn func(ctx context.Context, q postgres.Querier) error) {
	t.Helper()
	if err := d.db.InTx(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

func TestService_Renew(t *testing.T) {
	t.Parallel()
	const renewed = "nine green pelicans"
	for why, restore := range map[string]bool{"dropped": false, "restored": true} {
		t.Run(why, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			actor := d.registered(t, "anna")
			write, err := d.Renew(t.Context(), actor.AccountID, renewed, renewed,
				[]string{"LEFT_FILM", "GIVEN_UP", "HIDING_PLACE"}, []string{"Solaris", "the bassoon", "behind the oven"})
			if err != nil {
				t.Fatal(err)
			}
			d.inTx(t, func(ctx context.Context, q postgres.Querier) error {
				return write(ctx, q, d.clock.now().Add(time.Hour))
			})
			wantCode(t, d.MayPay(t.Context(), d.db, actor.AccountID), "HELD")
			if err := d.VerifyPassword(t.Context(), actor.AccountID, renewed); err != nil {
				t.Fatal(err)
			}
			d.inTx(t, func(ctx context.Context, q postgres.Querier) error {
				if !restore {
					return d.DropFormer(ctx, q, actor.AccountID)
				}
				back, err := d.RestoreFormer(ctx, q, actor.AccountID)
				if !back {
					t.Error("there was nothing to put back")
				}
				return err
			})
			want, question := renewed, "LEFT_FILM"
			if restore {
				want, question = right, "FIRST_CONCERT"
			}
			if err := d.VerifyPassword(t.Context(), actor.AccountID, want); err != nil {
				t.Error(err)
			}
			if codes, err := d.SecurityQuestions(t.Context(), actor.AccountID); err != nil || len(codes) != 3 || codes[0] != question {
				t.Errorf("%v, %v", codes, err)
			}
			d.inTx(t, func(ctx context.Context, q postgres.Querier) error {
				back, err := d.RestoreFormer(ctx, q, actor.AccountID)
				if back {
					t.Error("there still was a former set")
				}
				return err
			})
			d.clock.pass(time.Hour)
			wantCode(t, d.MayPay(t.Context(), d.db, actor.AccountID), "")
		})
	}
}

// Mailbox and sign-in alone never thaw.
func TestService_Thaw(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	actor := d.registered(t, "anna")
	d.inTx(t, func(ctx context.Context, q postgres.Querier) error {
		return d.Freeze(ctx, q, actor.AccountID, "system")
	})
	d.inTx(t, func(ctx context.Context, q postgres.Querier) error {
		return d.Freeze(ctx, q, actor.AccountID, "system")
	})
	if n := len(d.mails(t)); n != 2 {
		t.Errorf("%d mails, want one for each address, once", n)
	}
	wantCode(t, d.MayPay(t.Context(), d.db, actor.AccountID), "ACCOUNT_FROZEN")
	_, err := d.Thaw(t.Context(), actor, "eight grey herons")
	wantCode(t, err, "WRONG_PASSWORD")
	stale := actor
	stale.AuthTime = d.clock.now().Add(-6 * time.Minute)
	_, err = d.Thaw(t.Context(), stale, right)
	wantCode(t, err, "FRESH_SIGN_IN_REQUIRED")
	if thawed, err := d.Thaw(t.Context(), actor, right); err != nil || thawed.FrozenAt != nil {
		t.Fatalf("%+v, %v", thawed, err)
	}
	wantCode(t, d.MayPay(t.Context(), d.db, actor.AccountID), "")
}
