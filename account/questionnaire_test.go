package account_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/walletdesk/walletdesk/account"
	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/mail/mailtest"
	"github.com/walletdesk/walletdesk/session"
)

func (d *desk) confirmed(t *testing.T, name string) session.Actor {
	t.Helper()
	actor := d.person(t, name)
	if err := d.ConfirmEmail(t.Context(), actor, account.Proof{Token: d.mailed(t, actor, name+"@mail.example").Token()}); err != nil {
		t.Fatal(err)
	}
	return actor
}

func TestService_CompleteQuestionnaire(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	early := d.person(t, "early")
	_, err := d.CompleteQuestionnaire(t.Context(), early, questionnaire())
	wantCode(t, err, "EMAIL_UNCONFIRMED")
	actor := d.confirmed(t, "anna")
	found, err := d.CompleteQuestionnaire(t.Context(), actor, questionnaire())
	if err != nil || found.RegisteredAt == nil || found.GivenName != "Anna" || found.FamilyName != "Papadopoúlou" {
		t.Fatalf("%+v, %v", found, err)
	}
	mails := d.mails(t)
	first := mailtest.Find(t, mails, "anna@mail.example", "Your wallet account is ready")
	second := mailtest.Find(t, mails, "anna@shop.example", "Your wallet account is ready")
	if first.NotMe() == "" || first.NotMe() == second.NotMe() {
		t.Error("the notices have no \"not me\" links of their own")
	}
	_, err = d.CompleteQuestionnaire(t.Context(), actor, questionnaire())
	wantCode(t, err, "ALREADY_REGISTERED")
	if err := d.VerifyPassword(t.Context(), actor.AccountID, right); err != nil {
		t.Error(err)
	}
	name, email, locale, _, err := d.CaseAccount(t.Context(), d.db, actor.AccountID)
	if err != nil || name != "Anna Papadopoúlou" || email != "anna@mail.example" || locale != "en" {
		t.Errorf("%q, %q, %q, %v", name, email, locale, err)
	}
	if err := d.audit.Verify(t.Context(), d.db, "account:"+actor.AccountID); err != nil {
		t.Error(err)
	}
}

// Neither the password nor an answer stands anywhere in the database.
func TestService_CompleteQuestionnaire_KeepsNoSecret(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.registered(t, "anna")
	for _, table := range []string{"account", "account_secret", "security_answer", "audit_entry", "mail", "not_me_link"} {
		var rows []string
		if err := d.db.SelectContext(t.Context(), &rows, `SELECT CAST(r AS text) FROM `+table+` r`); err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			for _, s := range []string{right, "Rolling", "rolling", "Οδυσσεύς", "οδυσσευσ", "Straße", "strasse"} {
				if strings.Contains(row, s) {
					t.Errorf("%s holds %q", table, s)
				}
			}
		}
	}
}

// All that is wrong is told at once, each with its path.
func TestService_CompleteQuestionnaire_AllProblems(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	actor := d.confirmed(t, "anna")
	_, err := d.CompleteQuestionnaire(t.Context(), actor, account.Questionnaire{
		GivenName: " \t", FamilyName: strings.Repeat("x", 101), BirthDate: d.clock.now().AddDate(-17, 0, 0), Country: "XX",
		Phone: "0210 123", Password: "short", PasswordAgain: "shorter",
		Answers: []account.Answered{
			{Question: "FIRST_CONCERT", Answer: "Mосква"}, // a Latin M
			{Question: "FIRST_RECORD", Answer: "no idea"},
			{Question: "NONE", Answer: ""},
		},
	})
	f, ok := fault.As(err)
	if !ok {
		t.Fatal(err)
	}
	var got []string
	for _, field := range f.Fields {
		got = append(got, field.Field+" "+field.Code)
	}
	if diff := cmp.Diff([]string{
		"givenName EMPTY", "familyName TOO_LONG", "birthDate TOO_YOUNG", "country UNKNOWN", "phone INVALID_PHONE",
		"answers.0.answer MIXED_SCRIPT", "answers.1.question SAME_THEME", "answers.1.answer GUESSABLE",
		"answers.2.question UNKNOWN", "answers.2.answer EMPTY", "password TOO_SHORT", "passwordAgain DIFFERENT",
	}, got); diff != "" {
		t.Error(diff)
	}
}

func TestService_CompleteQuestionnaire_Refused(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	actor := d.confirmed(t, "anna")
	cases := []struct {
		why    string
		change func(*account.Questionnaire)
		want   string
	}{
		{"18 tomorrow", func(q *account.Questionnaire) { q.BirthDate = time.Date(2008, 5, 2, 0, 0, 0, 0, time.UTC) }, "birthDate TOO_YOUNG"},
		{"born in 1800", func(q *account.Questionnaire) { q.BirthDate = time.Date(1800, 1, 1, 0, 0, 0, 0, time.UTC) }, "birthDate TOO_OLD"},
		{"a region that is no country", func(q *account.Questionnaire) { q.Country = "150" }, "country UNKNOWN"},
		{"a card number as a name", func(q *account.Questionnaire) { q.GivenName = "4242 4242 4242 4242" }, "givenName CARD_NUMBER"},
		{"a card number as an answer", func(q *account.Questionnaire) { q.Answers[0].Answer = "4242424242424242" }, "answers.0.answer CARD_NUMBER"},
		{"the same question twice", func(q *account.Questionnaire) { q.Answers[2].Question = "LOST_PLACE" }, "answers.2.question SAME_QUESTION"},
		{"the same answer twice", func(q *account.Questionnaire) { q.Answers[2].Answer = "ΟΔΥΣΣΕΥΣ" }, "answers.2.answer SAME_ANSWER"},
		{"two questions", func(q *account.Questionnaire) { q.Answers = q.Answers[:2] }, "answers THREE_NEEDED"},
		{"the password is an answer", func(q *account.Questionnaire) { q.Answers[0].Answer = "Seven Grey Herons!" }, "password PERSONAL"},
		{"the password is the name", func(q *account.Questionnaire) { q.Password, q.PasswordAgain = "papadopoulou90", "papadopoulou90" }, "password PERSONAL"},
	}
	for _, c := range cases {
		in := questionnaire()
		c.change(&in)
		_, err := d.CompleteQuestionnaire(t.Context(), actor, in)
		if got := code(err); got != c.want {
			t.Errorf("%s: failed by %q, want %q", c.why, got, c.want)
		}
	}
	in := questionnaire()
	in.BirthDate = time.Date(2008, 5, 1, 0, 0, 0, 0, time.UTC) // 18 today
	if _, err := d.CompleteQuestionnaire(t.Context(), actor, in); err != nil {
		t.Errorf("18 today: %v", err)
	}
}

func TestQuestions(t *testing.T) {
	t.Parallel()
	all, err := account.Questions()
	if err != nil || len(all) < 20 {
		t.Fatalf("%d questions, want 20 at least: %v", len(all), err)
	}
	codes, themes := map[string]bool{}, map[string]bool{}
	for _, q := range all {
		if q.Code == "" || q.Theme == "" || !strings.HasSuffix(q.Text, "?") || codes[q.Code] {
			t.Errorf("%+v", q)
		}
		codes[q.Code], themes[q.Theme] = true, true
		// What search engines and family albums answer (Bonneau et al. 2015).
		lower := strings.ToLower(q.Text)
		for _, word := range []string{"born", "birth", "mother", "father", "maiden", "pet", "dog", "cat", "food", "colour"} {
			if slices.Contains(strings.FieldsFunc(lower, func(r rune) bool { return r < 'a' || r > 'z' }), word) {
				t.Errorf("%q asks for what others know", q.Text)
			}
		}
	}
	if len(themes) < 3 {
		t.Errorf("%d themes", len(themes))
	}
	if _, err := account.QuestionsByCode([]string{all[0].Code, "NONE"}); err == nil {
		t.Error("an unknown code was found")
	}
}
