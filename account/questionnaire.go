package account

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"

	"github.com/walletdesk/walletdesk/account/answer"
	"github.com/walletdesk/walletdesk/account/password"
	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/mail"
	"github.com/walletdesk/walletdesk/pan"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/session"
	"github.com/walletdesk/walletdesk/throttle"
)

const (
	maxName    = 100 // characters
	minAge     = 18  // years
	maxAge     = 130 // years; nobody was ever older than 122
	minPhone   = 7   // digits with the country code
	maxPhone   = 15  // the same, ITU-T E.164
	questions  = 3
	maxAnswers = 10 // more are not even looked at
)

// questionnaireLimit: each try may cost four hashes.
func questionnaireLimit() throttle.Limit {
	return throttle.Limit{Name: "account.questionnaire", Max: 30, Window: time.Hour}
}

// Questionnaire completes a registration.
type Questionnaire struct {
	GivenName, FamilyName string
	BirthDate             time.Time // the day, UTC
	Country               string    // ISO 3166-1 alpha-2
	Phone                 string    // with its country code, or empty
	Password              string
	PasswordAgain         string
	Answers               []Answered
}

// CompleteQuestionnaire completes the registration of the calling customer, whose
// address is confirmed. fault.Invalid tells of every field at once (paths as in
// the contract's input, for example answers.1.answer), fault.Conflict
// ALREADY_REGISTERED or EMAIL_UNCONFIRMED, fault.Overloaded, fault.Throttled.
func (s *Service) CompleteQuestionnaire(ctx context.Context, actor session.Actor, in Questionnaire) (*Account, error) {
	if actor.Role != session.Customer {
		return nil, errSignIn()
	}
	row, err := s.row(ctx, s.db, actor.AccountID)
	if err != nil {
		return nil, fmt.Errorf("complete questionnaire: %w", err)
	}
	if row.RegisteredAt != nil {
		return nil, errRegistered()
	}
	if row.ConfirmedAt == nil {
		return nil, fault.New(fault.Conflict, "EMAIL_UNCONFIRMED", "Please confirm your e-mail address first.")
	}
	if err := s.throttle.Take(ctx, "account:"+row.ID, questionnaireLimit()); err != nil {
		return nil, fmt.Errorf("complete questionnaire: %w", err)
	}
	clean, form, answers, err := s.checkQuestionnaire(in, row)
	if err != nil {
		return nil, err
	}
	phc, hashed, err := s.hash(ctx, form, answers)
	if err != nil {
		return nil, fmt.Errorf("complete questionnaire: %w", err)
	}
	err = s.db.InTx(ctx, func(ctx context.Context, q postgres.Querier) error {
		return s.register(ctx, q, row.ID, clean, phc, hashed)
	})
	if err != nil {
		return nil, fmt.Errorf("complete questionnaire: %w", err)
	}
	s.mail.Wake()
	return s.Find(ctx, row.ID)
}

func (s *Service) register(ctx context.Context, q postgres.Querier, accountID string, in Questionnaire, phc string, answers []answerRow) error {
	moved, err := setRegistered(ctx, q, accountID, in, s.now())
	if err != nil {
		return err
	}
	if !moved {
		return errRegistered()
	}
	if err := putPassword(ctx, q, accountID, phc, s.now()); err != nil {
		return err
	}
	if err := putAnswers(ctx, q, accountID, answers); err != nil {
		return err
	}
	// A confirmation that still waits would change the address past the rules for
	// registered accounts.
	if err := replaceConfirmation(ctx, q, accountID, s.now()); err != nil {
		return err
	}
	if err := s.write(ctx, q, accountID, "account.registered", "account:"+accountID); err != nil {
		return err
	}
	return s.Notify(ctx, q, accountID, mail.PasswordSet, nil)
}

// problems gathers what is wrong, so that all is told at once.
type problems struct{ fields []fault.FieldError }

// add takes the fields of a fault and passes other failures on.
func (p *problems) add(err error) error {
	if err == nil {
		return nil
	}
	f, ok := fault.As(err)
	if !ok || len(f.Fields) == 0 {
		return err
	}
	p.fields = append(p.fields, f.Fields...)
	return nil
}

func (p *problems) say(field, code, message string) {
	p.fields = append(p.fields, fault.FieldError{Field: field, Code: code, Message: message})
}

func (p *problems) err() error {
	if len(p.fields) == 0 {
		return nil
	}
	return fault.Fields(p.fields[0], p.fields[1:]...)
}

// checkQuestionnaire returns the cleaned input, the password's and the answers'
// forms to hash, or everything that is wrong.
func (s *Service) checkQuestionnaire(in Questionnaire, row accountRow) (Questionnaire, []byte, []answerRow, error) {
	var p problems
	in.GivenName = p.name("givenName", in.GivenName)
	in.FamilyName = p.name("familyName", in.FamilyName)
	in.BirthDate = p.birth(in.BirthDate, s.now())
	in.Country = p.country(in.Country)
	in.Phone = p.phone(in.Phone)
	known := password.Person{
		Names:  []string{in.GivenName, in.FamilyName},
		Emails: []string{row.Email, row.PersonEmail},
		Birth:  in.BirthDate,
	}
	answers, err := p.answers(in.Answers, known)
	if err != nil {
		return in, nil, nil, err
	}
	known.Answers = spoken(in.Answers)
	form, err := s.newPassword(&p, in.Password, in.PasswordAgain, known)
	if err != nil {
		return in, nil, nil, err
	}
	return in, form, answers, p.err()
}

// newPassword checks a password that is typed twice.
func (s *Service) newPassword(p *problems, typed, again string, known password.Person) ([]byte, error) {
	form, err := s.rules.Check("password", typed, known)
	if err := p.add(err); err != nil {
		return nil, err
	}
	if typed != again {
		p.say("passwordAgain", "DIFFERENT", "The two passwords are not the same.")
	}
	return form, nil
}

// spoken are the answers as typed.
func spoken(answers []Answered) []string {
	var all []string
	for _, a := range answers[:min(len(answers), maxAnswers)] {
		all = append(all, a.Answer)
	}
	return all
}

// name is a name without what can't be seen.
func (p *problems) name(field, typed string) string {
	name := strings.Join(strings.Fields(norm.NFC.String(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == utf8.RuneError {
			return ' '
		}
		return r
	}, typed[:min(len(typed), 4*maxName+1)]))), " ")
	if _, found := pan.Mask(name); found > 0 {
		p.say(field, "CARD_NUMBER", "Please do not write a card number here.")
		return ""
	}
	switch n := utf8.RuneCountInString(name); {
	case n == 0:
		p.say(field, "EMPTY", "Please enter your name.")
	case n > maxName:
		p.say(field, "TOO_LONG", fmt.Sprintf("Please use at most %d characters.", maxName))
	}
	return name
}

func (p *problems) birth(day, now time.Time) time.Time {
	day = time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, time.UTC)
	switch {
	case day.After(now.AddDate(-minAge, 0, 0)):
		p.say("birthDate", "TOO_YOUNG", fmt.Sprintf("You must be at least %d years old.", minAge))
	case day.Before(now.AddDate(-maxAge, 0, 0)):
		p.say("birthDate", "TOO_OLD", "Please check the year of your birth.")
	}
	return day
}

func (p *problems) country(typed string) string {
	region, err := language.ParseRegion(typed)
	if err != nil || len(typed) != 2 || !region.IsCountry() {
		p.say("country", "UNKNOWN", "Please choose a country.")
		return ""
	}
	return region.String()
}

// phone is a number in the form +4930123456; spaces, hyphens, dots and brackets
// are what people type between the digits.
func (p *problems) phone(typed string) string {
	if strings.TrimSpace(typed) == "" {
		return ""
	}
	digits := strings.NewReplacer(" ", "", "\u00a0", "", "-", "", ".", "", "(", "", ")", "").Replace(typed)
	rest, plus := strings.CutPrefix(digits, "+")
	if !plus || len(rest) < minPhone || len(rest) > maxPhone || strings.Trim(rest, "0123456789") != "" || rest[0] == '0' {
		p.say("phone", "INVALID_PHONE", "Please write the number with its country code, for example +49 30 123456.")
		return ""
	}
	return "+" + rest
}

// answers checks three new questions with their answers, by what others may know of
// the person. PHC of the rows holds the normalised answers, to be hashed.
func (p *problems) answers(in []Answered, known password.Person) ([]answerRow, error) {
	if len(in) != questions {
		p.say("answers", "THREE_NEEDED", "Please choose three questions.")
	}
	codes, themes, said := map[string]bool{}, map[string]bool{}, map[string]bool{}
	var rows []answerRow
	for i, a := range in[:min(len(in), maxAnswers)] {
		at := "answers." + strconv.Itoa(i)
		chosen, ok, err := question(a.Question)
		if err != nil {
			return nil, err
		}
		switch {
		case !ok:
			p.say(at+".question", "UNKNOWN", "Please choose a question.")
		case codes[chosen.Code]:
			p.say(at+".question", "SAME_QUESTION", "Please choose three different questions.")
		case themes[chosen.Theme]:
			p.say(at+".question", "SAME_THEME", "Please choose a question about something else.")
		}
		codes[chosen.Code], themes[chosen.Theme] = true, true
		normal, err := checkAnswer(at+".answer", chosen.Text, a.Answer)
		if err := p.add(err); err != nil {
			return nil, err
		}
		switch {
		case normal != "" && said[normal]:
			p.say(at+".answer", "SAME_ANSWER", "Please give three different answers.")
		case normal != "" && known.Is(normal):
			p.say(at+".answer", "PERSONAL", "Others know your name, address and birthday. Please choose another answer.")
		}
		said[normal] = true
		rows = append(rows, answerRow{Position: i + 1, Question: a.Question, PHC: normal, Normaliser: answer.Version})
	}
	return rows, nil
}

func checkAnswer(field, asked, typed string) (string, error) {
	// No more than an answer can have: a longer one is refused for its length.
	if _, found := pan.Mask(typed[:min(len(typed), answer.MaxBytes)]); found > 0 {
		return "", fault.Field(field, "CARD_NUMBER", "Please do not write a card number here.")
	}
	return answer.Check(field, asked, typed)
}

// hash computes the hashes of a password and of new answers.
func (s *Service) hash(ctx context.Context, form []byte, answers []answerRow) (string, []answerRow, error) {
	phc, err := s.hasher.Hash(ctx, form)
	if err != nil {
		return "", nil, err
	}
	hashed, err := s.hashAnswers(ctx, answers)
	return phc, hashed, err
}

// hashAnswers turns the normalised answers in the rows into their hashes.
func (s *Service) hashAnswers(ctx context.Context, answers []answerRow) ([]answerRow, error) {
	hashed := make([]answerRow, 0, len(answers))
	for _, row := range answers {
		phc, err := s.hasher.Hash(ctx, []byte(row.PHC))
		if err != nil {
			return nil, err
		}
		row.PHC = phc
		hashed = append(hashed, row)
	}
	return hashed, nil
}
