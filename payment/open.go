package payment

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"
	"golang.org/x/text/unicode/norm"

	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/pan"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/secret"
	"github.com/walletdesk/walletdesk/session"
)

// Lengths of what a marketplace says, in characters.
const (
	maxName        = 100
	maxDescription = 200
	maxURL         = 2000
)

// kinds are the ways to pay in the order in which they are shown.
func kinds() []Kind { return []Kind{SavedCard, GuestCard, Wallet, Cash} }

// Open opens a payment for the calling marketplace; the same idempotency key gives
// the same payment, whatever became of it.
//
// fault.Invalid tells of every field at once; fault.Conflict KEY_USED: the key
// opened something else; ORDER_HAS_PAYMENT: the order has a payment that lives or
// is paid; PAYMENTS_UNAVAILABLE: no way to pay is set up.
func (s *Service) Open(ctx context.Context, actor session.Actor, in OpenInput) (*Payment, error) {
	if len(s.Providers) == 0 {
		return nil, fault.New(fault.Conflict, "PAYMENTS_UNAVAILABLE", "Payments are not available here.")
	}
	row, err := s.read(in)
	if err != nil {
		return nil, err
	}
	row.ClientID = actor.ClientID
	err = s.DB.InTx(ctx, func(ctx context.Context, q postgres.Querier) error { return s.insert(ctx, q, row) })
	// The order's payment may be the key's own, opened in this very moment.
	taken := postgres.Constraint(err) == "payment_order_live_key"
	if err != nil && !taken {
		return nil, err
	}
	s.Jobs.Wake()
	found, err := selectByKey(ctx, s.DB, row.ClientID, row.Key)
	if taken && postgres.NoRows(err) {
		return nil, fault.New(fault.Conflict, "ORDER_HAS_PAYMENT", "The order has a payment already.")
	}
	if err != nil {
		return nil, fmt.Errorf("open payment: %w", err)
	}
	if string(found.RequestSum) != string(row.RequestSum) {
		return nil, fault.New(fault.Conflict, "KEY_USED", "This idempotency key opened another payment.")
	}
	return s.present(actor, found), nil
}

func (s *Service) insert(ctx context.Context, q postgres.Querier, row paymentRow) error {
	fresh, err := insertPayment(ctx, q, row)
	if err != nil || !fresh {
		return wrapped("open payment", err)
	}
	if err := s.tell(ctx, q, row, note{action: "payment.opened", actor: "client:" + row.ClientID, event: "payment.opened"}); err != nil {
		return fmt.Errorf("open payment: %w", err)
	}
	return s.tendAt(ctx, q, row.ID, row.ExpiresAt)
}

// wrapped is err with what was being done, nil for nil. A constraint's name can
// still be read off it.
func wrapped(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", what, err)
}

// read checks a payment as it was asked for and makes the row of it.
func (s *Service) read(in OpenInput) (paymentRow, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return paymentRow{}, fmt.Errorf("open payment: %w", err)
	}
	now := s.now()
	row := paymentRow{
		ID: id.String(), Amount: in.Amount.Amount, Currency: in.Amount.Currency, Subject: in.Subject, State: Open,
		OpenedAt: now, ExpiresAt: now.Add(s.Life),
	}
	var wrong []fault.FieldError
	for _, text := range []struct {
		field, value string
		least, most  int
		into         *string
	}{
		{"idempotencyKey", in.IdempotencyKey, 1, maxName, &row.Key},
		{"order", in.Order, 1, maxName, &row.Order},
		{"description", in.Description, 0, maxDescription, &row.Description},
		{"payee", in.Payee, 1, maxName, &row.Payee},
	} {
		clean, bad := line(text.field, text.value, text.least, text.most)
		*text.into, wrong = clean, append(wrong, bad...)
	}
	wrong = append(wrong, checkSubject(in.Subject)...)
	wrong = append(wrong, s.check(in.Amount)...)
	methods, bad := s.offered(in.Methods)
	row.Methods, wrong = methods, append(wrong, bad...)
	row.ReturnURL = in.ReturnURL
	wrong = append(wrong, s.checkReturn(in.ReturnURL)...)
	if in.ExpiresIn != nil {
		life := time.Duration(*in.ExpiresIn) * time.Second
		if *in.ExpiresIn < int(minLife/time.Second) || *in.ExpiresIn > int(maxLife/time.Second) {
			wrong = append(wrong, fault.FieldError{Field: "expiresIn", Code: "BAD_TIME", Message: "A payment lives for 60 to 86400 seconds."})
		}
		row.ExpiresAt = now.Add(life)
	}
	if len(wrong) > 0 {
		return paymentRow{}, fault.Fields(wrong[0], wrong[1:]...)
	}
	row.RequestSum, err = sumOf(in)
	if err != nil {
		return paymentRow{}, fmt.Errorf("open payment: %w", err)
	}
	row.TokenSum = secret.TokenSum(s.token(row.ID))
	return row, nil
}

// sumOf tells two requests apart.
func sumOf(in OpenInput) ([]byte, error) {
	text, err := json.Marshal(in)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(text)
	return sum[:], nil
}

// line cleans one line of text: composed, spaces single, nothing that would show
// something else than there is, and no card number.
func line(field, typed string, least, most int) (string, []fault.FieldError) {
	refuse := func(code, message string) (string, []fault.FieldError) {
		return "", []fault.FieldError{{Field: field, Code: code, Message: message}}
	}
	if !utf8.ValidString(typed) || len(typed) > 4*most {
		return refuse("TOO_LONG", fmt.Sprintf("Please use at most %d characters.", most))
	}
	clean := strings.Join(strings.Fields(norm.NFC.String(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp) {
			return ' '
		}
		return r
	}, typed))), " ")
	n := utf8.RuneCountInString(clean)
	switch {
	case n < least:
		return refuse("EMPTY", "Please fill this in.")
	case n > most:
		return refuse("TOO_LONG", fmt.Sprintf("Please use at most %d characters.", most))
	}
	if hasNumber(clean) {
		return refuse("CARD_NUMBER", cardNumberWords)
	}
	return clean, nil
}

// cardNumberWords answer whatever reads like a card number: none is kept in the clear.
const cardNumberWords = "This reads like a card number. Please put a letter before it."

func checkSubject(subject *string) []fault.FieldError {
	switch {
	case subject == nil:
		return nil
	case *subject == "" || len(*subject) > 255 || !utf8.ValidString(*subject):
		return []fault.FieldError{{Field: "subject", Code: "BAD_SUBJECT", Message: "A subject is 1 to 255 characters, as the provider says it."}}
	case hasNumber(*subject):
		return []fault.FieldError{{Field: "subject", Code: "CARD_NUMBER", Message: cardNumberWords}}
	default:
		return nil
	}
}

// hasNumber reports whether a text has a card number in it.
func hasNumber(text string) bool {
	_, found := pan.Mask(text)
	return found > 0
}

// numberInAddress is hasNumber for an address, as it is written and as it reads: in
// its path and its query some characters stand behind a per cent sign or as a plus.
func numberInAddress(address string, u *url.URL) bool {
	query, err := url.QueryUnescape(u.RawQuery)
	return hasNumber(address) || hasNumber(u.Path) || hasNumber(u.Fragment) || err == nil && hasNumber(query)
}

// offered are the ways that are asked for and set up.
func (s *Service) offered(asked []Kind) ([]string, []fault.FieldError) {
	var ways []string
	for _, k := range kinds() {
		if s.Providers[k] != nil && (len(asked) == 0 || slices.Contains(asked, k)) {
			ways = append(ways, string(k))
		}
	}
	if len(ways) == 0 {
		return nil, []fault.FieldError{{Field: "methods", Code: "NONE_AVAILABLE", Message: "None of these ways to pay is available here."}}
	}
	return ways, nil
}

func (s *Service) checkReturn(address string) []fault.FieldError {
	u, err := url.Parse(address)
	plain := s.PlainReturn && err == nil && u.Scheme == "http" && thisMachine(u.Hostname())
	if err != nil || len(address) > maxURL || u.Host == "" || u.User != nil || (u.Scheme != "https" && !plain) {
		return []fault.FieldError{{Field: "returnUrl", Code: "BAD_URL", Message: "The shop's page is an address that begins with https://."}}
	}
	if numberInAddress(address, u) {
		return []fault.FieldError{{Field: "returnUrl", Code: "CARD_NUMBER", Message: cardNumberWords}}
	}
	return nil
}

// thisMachine reports whether a host is this machine: localhost, 127.0.0.0/8 (RFC
// 1122) or ::1 (RFC 4291).
func thisMachine(host string) bool {
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && addr.Unmap().IsLoopback()
}

// tokenPurpose of the keyed hash that is a link's secret.
const tokenPurpose = "payment.link"

// token is the secret of a payment's link: 256 bits that only the key set can make,
// so that it is kept nowhere and can be told again.
func (s *Service) token(id string) string {
	return base64.RawURLEncoding.EncodeToString(s.Keys.MAC(tokenPurpose, []byte(id)))
}

// link is a payment's page.
func (s *Service) link(id string) string { return s.PublicURL + "/pay#t=" + s.token(id) }
