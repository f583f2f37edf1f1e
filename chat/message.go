package chat

import "time"

// AuthorKind is who wrote a message.
type AuthorKind string

// Kinds of authors.
const (
	ByCustomer AuthorKind = "CUSTOMER"
	ByOperator AuthorKind = "OPERATOR"
	BySystem   AuthorKind = "SYSTEM"
)

// systemID is the author id of what the program itself writes.
const systemID = "00000000-0000-0000-0000-000000000000"

// Kind is what a row of the log is.
type Kind string

// Kinds of messages.
const (
	Text            Kind = "TEXT"
	DocumentRequest Kind = "DOCUMENT_REQUEST"
	DocumentArrived Kind = "DOCUMENT"
	Review          Kind = "REVIEW"
	Decision        Kind = "DECISION"
	Happened        Kind = "EVENT"
)

// Detail is a name and a value to put into the sentence of a code.
type Detail struct {
	Name  string
	Value string
}

// Message is one row of a conversation's log. A TEXT has a Body, every other
// kind a Code with its Detail.
type Message struct {
	Seq        int64
	ClientID   string
	AuthorKind AuthorKind
	AuthorName string
	Mine       bool // the caller wrote it
	Kind       Kind
	Body       string
	Code       string
	Detail     []Detail
	RedactedAt *time.Time
	CreatedAt  time.Time

	authorID string
}

// MessagePage is a page of messages, oldest first.
type MessagePage struct {
	Nodes    []*Message
	HasOlder bool
	HasNewer bool
}

// MessagesInput asks for a page: those after a number, or the last First before
// a number, or the last First of all. First is 1 to 200.
type MessagesInput struct {
	First  int
	After  *int64
	Before *int64
}

// Event is a new row of the log or, for who asked for it, that somebody types; with the
// conversation as it stands now.
type Event struct {
	Message      *Message // nil of typing
	Typing       *Typing  // nil of a row
	Conversation *Conversation
}

// vocabulary is all that the log can say besides the words of texts: for each kind the codes,
// for each code the names of its details. Both sides read every row, so a name
// belongs here only if the customer may know its value. append refuses others.
func vocabulary(kind Kind, code string) (names []string, known bool) {
	words := map[Kind]map[string][]string{
		Text: {"": {"masked", "quick"}},
		Happened: {
			"OPENED":          {"topic"},
			"TAKEN":           {"name"},
			"LEFT":            {},
			"RESOLVED":        {},
			"REOPENED":        {},
			"HELD":            {},
			"RESUMED":         {},
			"TRANSFERRED":     {"name"},
			"RETURNED":        {},
			"TIMED_OUT":       {},
			"CLOSED":          {},
			"REDACTED":        {"seq"},
			"DOCUMENT_VIEWED": {"documentId", "kind", "reason"},
		},
		DocumentRequest: {"ASKED": {"requestId", "kind"}},
		DocumentArrived: {
			"READY":   {"requestId", "documentId", "kind"},
			"REFUSED": {"requestId", "kind", "verdict", "reason", "refusals"},
		},
		Review: {
			"ACCEPTED": {"documentId", "kind"},
			"DECLINED": {"documentId", "kind", "reason"},
		},
		Decision: {
			"PROPOSED": {},
			"APPROVED": {},
			"DECLINED": {"reason"},
			"VOID":     {},
		},
	}
	names, known = words[kind][code]
	return names, known
}
