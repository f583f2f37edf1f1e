package marketplace

import (
	"crypto/sha256"
	"encoding/base32"
	"regexp"
	"strings"
	"time"
)

// Realm is one of the two providers.
type Realm string

// The realms. Each is an issuer of its own: the public URL, /dev/ and the word.
const (
	Shop      Realm = "marketplace" // shoppers
	Workforce Realm = "workforce"   // operators and supervisors
)

// DemoPassword is what everybody in the development provider signs in with. The
// login page shows it; nothing that matters stands behind it.
const DemoPassword = "demo-password"

// Person is somebody who can sign in.
type Person struct {
	Realm    Realm
	Username string   // what is typed at the login
	Name     string   // display name
	Email    string   // always verified
	Locale   string   // BCP 47
	Roles    []string // "operator", "supervisor"; empty for shoppers
	Note     string   // what the login page says about them
	// WalletAge is how long ago the person's wallet account, card and mailbox are
	// to have been made when the database is seeded; zero means no wallet yet.
	// A match counts only cards saved 7 days ago or earlier.
	WalletAge time.Duration
}

// Subject is the person's stable and opaque name within the realm.
func (p Person) Subject() string {
	sum := sha256.Sum256([]byte(string(p.Realm) + "\x00" + p.Username))
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:15]))
}

// Issuer is the issuer identifier of a realm below a public URL, byte for byte
// as it stands in every token.
func Issuer(publicURL string, realm Realm) string {
	return strings.TrimSuffix(publicURL, "/") + "/dev/" + string(realm)
}

// DemoPeople returns the people the login pages offer, in their order.
func DemoPeople() []Person {
	const month = 30 * 24 * time.Hour
	return []Person{
		{Realm: Shop, Username: "new", Name: "Nora New", Email: "nora@shop.example", Locale: "en", Note: "has never seen the wallet"},
		{Realm: Shop, Username: "eleni", Name: "Eleni Papadaki", Email: "eleni@shop.example", Locale: "en", Note: "wallet account and card, 30 days old", WalletAge: month},
		{Realm: Shop, Username: "nikos", Name: "Νίκος Παππάς", Email: "nikos@shop.example", Locale: "el", Note: "reads Greek, no wallet yet"},
		{Realm: Shop, Username: "ivan", Name: "Иван Соколов", Email: "ivan@shop.example", Locale: "ru", Note: "reads Russian, no wallet yet"},
		{Realm: Shop, Username: "mei", Name: "Lin Mei 林美", Email: "mei@shop.example", Locale: "zh", Note: "reads Chinese, no wallet yet"},
		{Realm: Workforce, Username: "anna", Name: "Anna Berg", Email: "anna@support.example", Locale: "en", Roles: []string{"operator"}, Note: "operator"},
		{Realm: Workforce, Username: "boris", Name: "Boris Klein", Email: "boris@support.example", Locale: "en", Roles: []string{"operator"}, Note: "operator"},
		{Realm: Workforce, Username: "chloe", Name: "Chloe Martin", Email: "chloe@support.example", Locale: "en", Roles: []string{"supervisor"}, Note: "supervisor"},
		{Realm: Workforce, Username: "dmitri", Name: "Dmitri Orlov", Email: "dmitri@support.example", Locale: "en", Roles: []string{"supervisor"}, Note: "supervisor"},
	}
}

func demoPeople(realm Realm) []Person {
	var found []Person
	for _, p := range DemoPeople() {
		if p.Realm == realm {
			found = append(found, p)
		}
	}
	return found
}

// usernamePattern is what a new shopper may be called: it becomes the local
// part of a mail address (RFC 5321 allows 64 octets there).
var usernamePattern = regexp.MustCompile(`^[a-z0-9](?:[a-z0-9._-]{0,38}[a-z0-9])?$`)

// person finds who signs in. Staff are the demo people alone; any other user
// name at the shop is a shopper of its own, made by being typed, so that every
// test has its own. Everything about such a shopper follows from the user name:
// a restart forgets nobody.
func person(realm Realm, username string) (Person, bool) {
	username = strings.ToLower(strings.TrimSpace(username))
	for _, p := range demoPeople(realm) {
		if p.Username == username {
			return p, true
		}
	}
	if realm != Shop || !usernamePattern.MatchString(username) {
		return Person{}, false
	}
	return Person{
		Realm:    Shop,
		Username: username,
		Name:     strings.ToUpper(username[:1]) + username[1:],
		Email:    username + "@shop.example",
		Locale:   "en",
	}, true
}
