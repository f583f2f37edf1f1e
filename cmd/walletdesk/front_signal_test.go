package main

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/postgres/pgtest"
)

// signalled is a case of a running program, and the database under it.
type signalled struct {
	db       *postgres.DB
	operator caller
	id       string            // the conversation
	words    *strings.Replacer // what the statements of the test name
}

// openSignalled starts a program with a database that the test can write in, with a
// recovery that is with an operator, and a conversation of somebody else.
func openSignalled(t *testing.T) *signalled {
	t.Helper()
	url := pgtest.NewURL(t)
	at := address(t)
	p := launchWith(t, []string{envPrefix + "DATABASE_URL=" + url}, "--dev", "--listen", at, "--data", t.TempDir())
	p.started(t)
	base := "http://" + at
	db, err := postgres.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })

	c, _ := register(t, base, "signal-own")
	other, _ := register(t, base, "signal-other")
	c.must(t, "requestRecovery", "RequestRecoveryInput", "sent", object{})
	c.must(t, "confirmRecoveryLink", "ConfirmRecoveryLinkInput", "flow { state }", object{"token": linkIn(t, base, "signal-own@shop.example", "/recover")})
	c.freshSignIn(t, "signal-own")
	opened := c.must(t, "openConversation", "OpenConversationInput", "conversation { id }", object{"topic": "RECOVERY"})
	x := &signalled{db: db, operator: signInStaff(t, base, "anna"), id: opened["conversation"].(object)["id"].(string)}
	if code, err := take(x.operator, x.id); code != "" || err != nil {
		t.Fatal(code, err)
	}
	elsewhere := openConversation(t, other)
	text := func(query string, args ...any) string {
		var out string
		if err := db.GetContext(t.Context(), &out, query, args...); err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		return "'" + out + "'"
	}
	const account, person = `SELECT account_id FROM conversation WHERE id = $1`,
		`SELECT person_id FROM account a JOIN conversation c ON c.account_id = a.id WHERE c.id = $1`
	x.words = strings.NewReplacer(
		"OWN_ACCOUNT", text(account, x.id), "OTHER_ACCOUNT", text(account, elsewhere),
		"OWN_PERSON", text(person, x.id), "OTHER_PERSON", text(person, elsewhere),
		"OWN_CASE", "'"+x.id+"'", "OTHER_CASE", "'"+elsewhere+"'",
		"ASKED", "(SELECT f.requested_at FROM recovery_flow f JOIN conversation c ON c.flow_id = f.id WHERE c.id = '"+x.id+"')",
	)
	return x
}

// signals is what the operator is shown, with the count of each.
func (x *signalled) signals(t *testing.T) map[string]int {
	t.Helper()
	var out struct {
		Conversation struct {
			Case struct {
				Signals []struct {
					Code  string
					Count int
				}
			}
		}
	}
	x.operator.ask(t, `query ($id: ID!) { conversation(id: $id) { case { signals { code count at } } } }`, object{"id": x.id}, &out)
	got := map[string]int{}
	for _, s := range out.Conversation.Case.Signals {
		got[s.Code] = s.Count
	}
	return got
}

func (x *signalled) exec(t *testing.T, statements ...string) {
	t.Helper()
	for _, s := range statements {
		if _, err := x.db.ExecContext(t.Context(), x.words.Replace(s)); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

// changed is a confirmation of another address; used is when, in SQL.
func changed(account, used string, changes bool) string {
	return fmt.Sprintf(`INSERT INTO email_confirmation (id, account_id, email, token_sum, code_mac, created_at, expires_at, used_at, replaced_at, changes)
		SELECT id, %s, 'x@shop.example', id::text::bytea, '', now(), now(), %s, now(), %t FROM gen_random_uuid() AS id`, account, used, changes)
}

// recovered is a recovery that is over.
func recovered(account, asked, confirmed string) string {
	return fmt.Sprintf(`INSERT INTO recovery_flow (id, account_id, state, requested_at, expires_at, link_confirmed_at)
		VALUES (gen_random_uuid(), %s, 'EXPIRED', %s, now(), %s)`, account, asked, confirmed)
}

// sent is a picture with a hash and a look, of which so many last bits are set.
func sent(conversation, account, sha string, bits int, at, state string) string {
	look := "NULL"
	if bits >= 0 {
		look = "B'" + strings.Repeat("01", 64) + strings.Repeat("0", 128-bits) + strings.Repeat("1", bits) + "'"
	}
	return fmt.Sprintf(`WITH r AS (
		INSERT INTO document_request (conversation_id, id, kind, asked_by, asked_at, fulfilled_at)
		VALUES (%s, gen_random_uuid(), 'IDENTITY', gen_random_uuid(), now(), now()) RETURNING conversation_id, id)
		INSERT INTO document (conversation_id, id, request_id, kind, state, client_id, blob_key, key_version, sha256,
			width, height, bytes, match, uploaded_at, account_id, look)
		SELECT conversation_id, gen_random_uuid(), id, 'IDENTITY', '%s', gen_random_uuid(), id::text,
			(SELECT max(version) FROM sealing_key), '%s', 1, 1, 1, 'NOT_COMPARED', %s, %s, %s FROM r`,
		conversation, state, sha, at, account, look)
}

// came is a sign-in.
func came(person, door, agent, network, at string) string {
	return fmt.Sprintf(`INSERT INTO session (id, token_sum, person_id, door, role, user_agent, network, auth_time, created_at, seen_at, expires_at, ended_at)
		SELECT id, id::text::bytea, %s, '%s', 'CUSTOMER', '%s', %s, %[5]s, %[5]s, %[5]s, %[5]s, %[5]s FROM gen_random_uuid() AS id`,
		person, door, agent, network, at)
}

// Each signal comes from rows as they stand in PostgreSQL, to the minute.
func TestFront_Signals(t *testing.T) {
	t.Parallel()
	x := openSignalled(t)
	const (
		firefox  = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
		newer    = "Mozilla/5.0 (X11; Linux x86_64; rv:152.0) Gecko/20100101 Firefox/152.0"
		here     = `(SELECT network FROM session WHERE person_id = OWN_PERSON AND network IS NOT NULL ORDER BY created_at LIMIT 1)`
		away     = `'\x99'`
		before   = "ASKED - interval '1 minute'"
		after    = "ASKED + interval '1 minute'"
		at       = "ASKED"
		justIn7  = "now() - interval '7 days' + interval '1 minute'"
		past7    = "now() - interval '7 days' - interval '1 minute'"
		justIn30 = "now() - interval '30 days' + interval '1 minute'"
		past30   = "now() - interval '30 days' - interval '1 minute'"
		in180    = "now() - interval '180 days' + interval '1 minute'"
		past180  = "now() - interval '180 days' - interval '1 minute'"
	)
	x.exec(t, `CREATE TABLE kept AS SELECT id FROM email_confirmation UNION SELECT id FROM recovery_flow UNION SELECT id FROM session`)
	mine := sent("OWN_CASE", "OWN_ACCOUNT", `\x01`, 0, "now()", "READY")
	for _, tt := range []struct {
		why  string
		rows []string
		want map[string]int
	}{
		{"an ordinary recovery", nil, nil},

		{"the address changed almost 7 days ago", []string{changed("OWN_ACCOUNT", justIn7, true)}, map[string]int{"EMAIL_CHANGED": 1}},
		{"the address changed more than 7 days ago", []string{changed("OWN_ACCOUNT", past7, true)}, nil},
		{"it changed twice", []string{changed("OWN_ACCOUNT", past7, true), changed("OWN_ACCOUNT", justIn7, true)}, map[string]int{"EMAIL_CHANGED": 1}},
		{"an address was confirmed, not changed", []string{changed("OWN_ACCOUNT", "now()", false)}, nil},
		{"a change was asked for and not confirmed", []string{changed("OWN_ACCOUNT", "NULL", true)}, nil},
		{"somebody else's address changed", []string{changed("OTHER_ACCOUNT", "now()", true)}, nil},

		{"two recoveries", []string{recovered("OWN_ACCOUNT", justIn30, "now()")}, nil},
		{"three recoveries", []string{recovered("OWN_ACCOUNT", justIn30, "now()"), recovered("OWN_ACCOUNT", justIn30, "now()")}, map[string]int{"SEVERAL_RECOVERIES": 3}},
		{"the third is too old", []string{recovered("OWN_ACCOUNT", justIn30, "now()"), recovered("OWN_ACCOUNT", past30, "now()")}, nil},
		{"the third was only asked for", []string{recovered("OWN_ACCOUNT", justIn30, "now()"), recovered("OWN_ACCOUNT", justIn30, "NULL")}, nil},
		{"the third was somebody else's", []string{recovered("OWN_ACCOUNT", justIn30, "now()"), recovered("OTHER_ACCOUNT", justIn30, "now()")}, nil},

		{"a picture of one's own", []string{mine}, nil},
		{"the same bytes came from another", []string{mine, sent("OTHER_CASE", "OTHER_ACCOUNT", `\x01`, -1, in180, "READY")}, map[string]int{"DOCUMENT_ELSEWHERE": 1}},
		{"and were destroyed", []string{mine, sent("OTHER_CASE", "OTHER_ACCOUNT", `\x01`, -1, in180, "DESTROYED")}, map[string]int{"DOCUMENT_ELSEWHERE": 1}},
		{"too long ago", []string{mine, sent("OTHER_CASE", "OTHER_ACCOUNT", `\x01`, 0, past180, "READY")}, nil},
		{"the same look", []string{mine, sent("OTHER_CASE", "OTHER_ACCOUNT", `\x02`, 1, "now()", "READY")}, map[string]int{"DOCUMENT_ELSEWHERE": 1}},
		{"almost the same look", []string{mine, sent("OTHER_CASE", "OTHER_ACCOUNT", `\x02`, 2, "now()", "READY")}, nil},
		{"one picture like two of one's own counts once", []string{mine, mine, sent("OTHER_CASE", "OTHER_ACCOUNT", `\x01`, 0, "now()", "READY")}, map[string]int{"DOCUMENT_ELSEWHERE": 1}},
		{"two pictures", []string{mine, sent("OTHER_CASE", "OTHER_ACCOUNT", `\x01`, 0, "now()", "READY"), sent("OTHER_CASE", "OTHER_ACCOUNT", `\x02`, 1, "now()", "READY")}, map[string]int{"DOCUMENT_ELSEWHERE": 2}},
		{"no looks are no same look", []string{sent("OWN_CASE", "OWN_ACCOUNT", `\x01`, -1, "now()", "READY"), sent("OTHER_CASE", "OTHER_ACCOUNT", `\x02`, -1, "now()", "READY")}, nil},
		{"it is one's own, in another case", []string{mine, sent("OTHER_CASE", "OWN_ACCOUNT", `\x01`, 0, "now()", "READY")}, nil},

		{"another browser after the request", []string{came("OWN_PERSON", "CUSTOMER", firefox, here, after)}, map[string]int{"NEW_DEVICE": 1}},
		{"in the moment of the request", []string{came("OWN_PERSON", "CUSTOMER", firefox, here, at)}, map[string]int{"NEW_DEVICE": 1}},
		{"another browser before the request", []string{came("OWN_PERSON", "CUSTOMER", firefox, here, before)}, nil},
		{"the browser became newer", []string{came("OWN_PERSON", "CUSTOMER", firefox, here, before), came("OWN_PERSON", "CUSTOMER", newer, here, after)}, nil},
		{"another network", []string{came("OWN_PERSON", "CUSTOMER", "", away, after)}, map[string]int{"NEW_NETWORK": 1}},
		{"both", []string{came("OWN_PERSON", "CUSTOMER", firefox, away, after)}, map[string]int{"NEW_DEVICE": 1, "NEW_NETWORK": 1}},
		{"a network known from before", []string{came("OWN_PERSON", "CUSTOMER", "", away, before), came("OWN_PERSON", "CUSTOMER", "", away, after)}, nil},
		{"a network nobody wrote down", []string{came("OWN_PERSON", "CUSTOMER", "", "NULL", after)}, nil},
		{"somebody else came", []string{came("OTHER_PERSON", "CUSTOMER", firefox, away, after)}, nil},
		{"by the other door", []string{came("OWN_PERSON", "CONSOLE", firefox, away, after)}, nil},

		{"several at once", []string{changed("OWN_ACCOUNT", justIn7, true), came("OWN_PERSON", "CUSTOMER", firefox, here, after)}, map[string]int{"EMAIL_CHANGED": 1, "NEW_DEVICE": 1}},
		// The last one: it does not give back what it takes.
		{"no network is known from before", []string{`UPDATE session SET network = NULL WHERE person_id = OWN_PERSON`, came("OWN_PERSON", "CUSTOMER", "", away, after)}, nil},
	} {
		x.exec(t, tt.rows...)
		if got := x.signals(t); !maps.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.why, got, tt.want)
		}
		x.exec(t,
			`DELETE FROM document`, `DELETE FROM document_request`,
			`DELETE FROM email_confirmation WHERE id NOT IN (SELECT id FROM kept)`,
			`DELETE FROM recovery_flow WHERE id NOT IN (SELECT id FROM kept)`,
			`DELETE FROM session WHERE id NOT IN (SELECT id FROM kept)`,
		)
	}
}
