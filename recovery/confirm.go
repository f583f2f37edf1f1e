package recovery

import (
	"context"
	"crypto/hmac"
	"fmt"
	"slices"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/mail"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/secret"
)

// errLinkDead is the one answer to expired, used and unknown links, and to codes
// typed where no cookie is held.
func errLinkDead() error {
	return fault.New(fault.Conflict, "LINK_DEAD", "This link or code does not work any more. Please ask for a new one.")
}

// deadOr is errLinkDead for a row that is not there.
func deadOr(err error) error {
	if postgres.NoRows(err) {
		return errLinkDead()
	}
	return err
}

// ConfirmLink uses a mail's link up, for anybody who has its token. The browser
// that did is the flow's from then on, by the cookie whose token comes back (good
// for FlowCookieFor at most). A link of another request joins the flow that the
// support service has. fault.Conflict LINK_DEAD.
func (s *Service) ConfirmLink(ctx context.Context, token string) (string, *Flow, error) {
	return s.confirm(ctx, func(ctx context.Context, q postgres.Querier) (string, error) {
		return useLink(ctx, q, secret.TokenSum(token), s.now())
	})
}

// ConfirmCode is ConfirmLink by the mail's code, typed in a browser that holds the
// cookie of the request or of the flow; an empty token is a cookie not held. What
// can't be a code costs no try.
//
// fault.Invalid about "code"; fault.Invalid WRONG_CODE with AttemptsLeft;
// fault.Conflict LINK_DEAD.
func (s *Service) ConfirmCode(ctx context.Context, requestCookie, flowCookie, typed string) (string, *Flow, error) {
	code, ok := secret.NormaliseCode(typed)
	if !ok {
		return "", nil, fault.Field("code", "CODE_INCOMPLETE", "The code has eight letters and digits.")
	}
	linkID, err := s.matchCode(ctx, requestCookie, flowCookie, code)
	if err != nil {
		return "", nil, fmt.Errorf("confirm recovery: %w", err)
	}
	return s.confirm(ctx, func(ctx context.Context, q postgres.Querier) (string, error) {
		return useCode(ctx, q, linkID, s.now())
	})
}

// matchCode counts a try for each cookie, for good, and then finds the link whose
// code it is. The same is done and answered whether or not a mail was ever sent.
func (s *Service) matchCode(ctx context.Context, requestCookie, flowCookie, code string) (string, error) {
	var links []linkRow
	left := -1
	err := s.db.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		now := s.now()
		left = -1
		byRequest, err := takeRequestTry(ctx, q, secret.TokenSum(requestCookie), codeTries, now)
		if err != nil && !postgres.NoRows(err) {
			return err
		}
		if err == nil {
			left = codeTries - byRequest.Tries
		}
		byFlow, err := takeFlowTry(ctx, q, secret.TokenSum(flowCookie), codeTries, now)
		if err != nil && !postgres.NoRows(err) {
			return err
		}
		if err == nil {
			left = max(left, codeTries-byFlow.Tries)
		}
		links, err = selectOpenCodes(ctx, q, byRequest.ID, byFlow.ID, now)
		return err
	})
	if err != nil {
		return "", err
	}
	if left < 0 {
		return "", errLinkDead()
	}
	for _, l := range links {
		if hmac.Equal(l.CodeMAC, s.codeMAC(l.ID, code)) {
			return l.ID, nil
		}
	}
	return "", fault.New(fault.Invalid, "WRONG_CODE", "This is not the code of the last mail.").WithAttempts(left)
}

// ShownCodes tells which words are codes of mails of the account's recoveries that are
// under way. A code that was typed where others read it dies: its mail's link and
// newer mails still work. That it was shown is written into the account's record,
// where its owner and the support service see it. nil when no code is live.
func (s *Service) ShownCodes(ctx context.Context, accountID string, words []string) ([]bool, error) {
	var shown []bool
	err := s.db.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		shown = nil
		links, err := selectAccountCodes(ctx, q, accountID, s.now())
		if err != nil || len(links) == 0 {
			return err
		}
		shown = make([]bool, len(words))
		for i, word := range words {
			code, ok := secret.NormaliseCode(word)
			at := slices.IndexFunc(links, func(l linkRow) bool { return hmac.Equal(l.CodeMAC, s.codeMAC(l.ID, code)) })
			if !ok || at < 0 {
				continue
			}
			shown[i] = true
			if err := s.killCode(ctx, q, accountID, links[at]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("look for codes: %w", err)
	}
	return shown, nil
}

// killCode ends a code that was shown; again, it does nothing.
func (s *Service) killCode(ctx context.Context, q postgres.Querier, accountID string, l linkRow) error {
	_, err := useCode(ctx, q, l.ID, s.now())
	if postgres.NoRows(err) {
		return nil
	}
	if err != nil {
		return err
	}
	f := flowRow{ID: l.FlowID, AccountID: accountID}
	return s.write(ctx, q, f, "recovery.code-shown", flowActor(f), nil)
}

// confirm uses up a link or code and gives its flow to the browser.
func (s *Service) confirm(ctx context.Context, use func(context.Context, postgres.Querier) (string, error)) (string, *Flow, error) {
	cookie, sum := secret.NewToken(s.random)
	var flowID string
	err := s.db.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		used, err := use(ctx, q)
		if err != nil {
			return deadOr(err)
		}
		flowID, err = s.enter(ctx, q, used, sum)
		return err
	})
	if err != nil {
		return "", nil, fmt.Errorf("confirm recovery: %w", err)
	}
	s.mail.Wake()
	f, err := s.Flow(ctx, flowID)
	if err != nil {
		return "", nil, err
	}
	return cookie, f, nil
}

// enter brings a browser that proved the mailbox into a flow, or into the one that
// is to be joined, and returns which.
func (s *Service) enter(ctx context.Context, q postgres.Querier, flowID string, browserSum []byte) (string, error) {
	f, err := selectFlow(ctx, q, flowID)
	if err != nil {
		return "", err
	}
	// Held from here on: of two flows confirmed at once the second finds itself
	// superseded.
	flows, err := s.underWay(ctx, q, f.AccountID)
	if err != nil {
		return "", err
	}
	at := slices.IndexFunc(flows, func(other flowRow) bool { return other.ID == flowID })
	if at < 0 {
		return "", errLinkDead()
	}
	f = flows[at]
	if f.State == Requested {
		if f, err = s.begin(ctx, q, f, slices.Delete(slices.Clone(flows), at, at+1)); err != nil {
			return "", err
		}
	} else if err := s.rewind(ctx, q, f); err != nil {
		return "", err
	}
	held, err := setBrowser(ctx, q, f.ID, browserSum)
	if err != nil {
		return "", err
	}
	if !held {
		return "", errLinkDead()
	}
	return f.ID, nil
}

// begin confirms a flow for the first time: the others of the account end, unless
// one is to be joined.
func (s *Service) begin(ctx context.Context, q postgres.Querier, f flowRow, others []flowRow) (flowRow, error) {
	if i := slices.IndexFunc(others, joinable); i >= 0 {
		if _, err := move(ctx, q, f.ID, evSupersede, s.now()); err != nil {
			return flowRow{}, err
		}
		return others[i], s.write(ctx, q, others[i], "recovery.joined", flowActor(others[i]), nil)
	}
	for _, other := range others {
		if _, err := move(ctx, q, other.ID, evSupersede, s.now()); err != nil {
			return flowRow{}, err
		}
	}
	expires := s.now().Add(LinkFor)
	moved, err := move(ctx, q, f.ID, evConfirm, s.now(), expires)
	if err != nil {
		return flowRow{}, err
	}
	if !moved {
		return flowRow{}, errLinkDead()
	}
	if err := s.expireAt(ctx, q, f.ID, expires); err != nil {
		return flowRow{}, err
	}
	device := map[string]string{"device": mail.Device(f.UserAgent)}
	if err := s.write(ctx, q, f, "recovery.link-confirmed", flowActor(f), device); err != nil {
		return flowRow{}, err
	}
	return f, s.accounts.NotifyFlow(ctx, q, f.AccountID, f.ID, mail.RecoveryStarted, device)
}

// rewind takes back what only the former browser had proved.
func (s *Service) rewind(ctx context.Context, q postgres.Querier, f flowRow) error {
	if _, err := move(ctx, q, f.ID, evMove, s.now()); err != nil {
		return err
	}
	return s.write(ctx, q, f, "recovery.browser-changed", flowActor(f), nil)
}

func flowActor(f flowRow) string { return "flow:" + f.ID }
