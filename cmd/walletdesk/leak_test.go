package main

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"unicode/utf16"

	"github.com/walletdesk/walletdesk/document/picture"
	"github.com/walletdesk/walletdesk/postgres"
)

// guestNumber is a card that is typed once, to pay.
const guestNumber = "5200 8282 8282 8210"

// needle is something that must be nowhere. Its name is told, it is not.
type needle struct {
	name   string
	shapes [][]byte // every way it can lie about in rows and files
}

func newNeedle(name string, secret []byte) needle {
	n := needle{name: name, shapes: [][]byte{secret, []byte(hex.EncodeToString(secret))}}
	if s := string(secret); strings.ToValidUTF8(s, "") == s {
		var wide []byte
		for _, u := range utf16.Encode([]rune(s)) {
			wide = append(wide, byte(u), byte(u>>8))
		}
		n.shapes = append(n.shapes, wide)
	}
	// The middle of a base64 text depends on where it begins; three shifts are all.
	for shift := range 3 {
		text := base64.RawStdEncoding.EncodeToString(append(make([]byte, shift), secret...))
		text = text[4 : len(text)-4]
		if len(text) >= 8 {
			n.shapes = append(n.shapes, []byte(text))
		}
	}
	return n
}

func (n needle) in(hay []byte) bool {
	for _, shape := range n.shapes {
		if bytes.Contains(hay, shape) {
			return true
		}
	}
	return false
}

// walkNeedles are what the walks typed and sent.
func walkNeedles(t *testing.T) []needle {
	t.Helper()
	number := strings.ReplaceAll(walkNumber, " ", "")
	var out []needle
	for name, text := range map[string]string{
		"a card number": number, "a card number as it was typed": walkNumber, "the middle of a card number": number[4:12],
		"a guest's card": strings.ReplaceAll(guestNumber, " ", ""), "a guest's card as it was typed": guestNumber, "a declined guest's card": "4000000000009995",
		"the demo card's number": demoCardNumber, "the demo people's password": demoPaymentPassword,
		"a password": frontPassword, "a recovered password": walkFirstFresh, "an approved password": walkLastFresh,
		"an answer": "the odd answer to", "a wrong answer": "something else entirely", "a demo answer": demoAnswers()[0].Answer,
	} {
		out = append(out, newNeedle(name, []byte(text)))
	}
	for name, p := range map[string]struct {
		class string
		own   bool
	}{"the refused picture": {"printed", false}, "the picture before it was covered": {"covered", true}} {
		file, err := picture.Encode(drawn(t, p.class, p.own).Image)
		if err != nil {
			t.Fatal(err)
		}
		for part := 1; part < 4; part++ {
			from := len(file) * part / 4
			out = append(out, newNeedle(name, file[from:from+48]))
		}
	}
	return out
}

// After the walks no full number, code, password, answer or original picture is in
// the database, its files, the sealed pictures, the mails or the log.
func TestFront_KeepsNoSecret(t *testing.T) {
	t.Parallel()
	at, data := address(t), t.TempDir()
	base := "http://" + at
	p := launch(t, at, data)
	p.started(t)
	walkWithAnswers(t, base)
	walkWithTwoPeople(t, base)
	payGuest(t, base, guestNumber, walkCVC)
	payGuest(t, base, "4000 0000 0000 9995", walkCVC) // declined
	c, _ := register(t, base, "front-careless")
	id := openConversation(t, c)
	c.must(t, "sendMessage", "SendMessageInput", "message { seq }",
		object{"conversationId": id, "clientId": newID(1), "body": "my card is " + walkNumber + ", what now?"})

	writeEverywhere(t, base, walkNumber)

	needles := walkNeedles(t)
	seen := searchRows(t, data, needles)
	// The search would find it: what was said beside the number is there.
	if !strings.Contains(seen, "what now?") || !strings.Contains(seen, "front-answers@shop.example") {
		t.Error("the rows that were searched are not those of the walk")
	}
	if status := p.signal(t, syscall.SIGINT); status != 0 {
		t.Errorf("it ended with %d", status)
	}
	searchFiles(t, data, needles)
	for _, n := range needles {
		if n.in([]byte(p.log.text())) {
			t.Errorf("%s is in the log", n.name)
		}
	}
}

// cvc finds the card's code where it stands alone; in a time it is no code.
func cvc() *regexp.Regexp {
	return regexp.MustCompile(`(^|[^0-9A-Za-z.:+-])` + walkCVC + `($|[^0-9A-Za-z.:+-])`)
}

// searchRows looks into every row of every table and returns all it saw.
func searchRows(t *testing.T, data string, needles []needle) string {
	t.Helper()
	socket, err := os.ReadFile(filepath.Join(data, "postgres", "socket"))
	if err != nil {
		t.Fatal(err)
	}
	db, err := postgres.Open(t.Context(), fmt.Sprintf("host=%s port=5432 user=walletdesk dbname=walletdesk sslmode=disable", strings.TrimSpace(string(socket))))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	var tables []string
	const list = `
		SELECT quote_ident(schemaname) || '.' || quote_ident(tablename)
		FROM pg_tables
		WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`
	if err := db.SelectContext(t.Context(), &tables, list); err != nil || len(tables) < 15 {
		t.Fatalf("%d tables, %v", len(tables), err)
	}
	var all strings.Builder
	code := cvc()
	for _, table := range tables {
		var rows []string
		if err := db.SelectContext(t.Context(), &rows, `SELECT to_jsonb(t)::text FROM `+table+` AS t`); err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			all.WriteString(row)
			for _, n := range needles {
				if n.in([]byte(row)) {
					t.Errorf("%s is in a row of %s", n.name, table)
				}
			}
			for _, value := range values(t, row) {
				if code.MatchString(value) {
					t.Errorf("the card's code is in a row of %s", table)
				}
			}
		}
	}
	return all.String()
}

// values are the plain values of a row, those of JSON columns included.
func values(t *testing.T, row string) []string {
	t.Helper()
	var out []string
	d := json.NewDecoder(strings.NewReader(row))
	d.UseNumber()
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		switch v := token.(type) {
		case string:
			out = append(out, v)
		case json.Number:
			out = append(out, v.String())
		}
	}
}

// searchFiles looks into every byte of every file the program keeps.
func searchFiles(t *testing.T, data string, needles []needle) {
	t.Helper()
	kinds := map[string]int{}
	control, controlled := newNeedle("what was said", []byte("what now?")), 0
	err := filepath.WalkDir(data, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(data, path)
		if err != nil {
			return err
		}
		kinds[strings.Split(name, string(filepath.Separator))[0]]++
		if control.in(content) {
			controlled++
		}
		for _, n := range needles {
			if n.in(content) {
				t.Errorf("%s is in %s", n.name, name)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if kinds["postgres"] < 100 || kinds["blobs"] != 2 || kinds["mail"] < 10 {
		t.Errorf("files searched: %v", kinds)
	}
	if controlled == 0 {
		t.Error("what was said is not found in the files either: the search finds nothing")
	}
}
