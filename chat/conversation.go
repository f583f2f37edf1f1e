package chat

import "time"

// Topic is what a conversation is about.
type Topic string

// Topics.
const (
	TopicRecovery Topic = "RECOVERY"
	TopicCard     Topic = "CARD"
	TopicPayment  Topic = "PAYMENT"
	TopicOther    Topic = "OTHER"
)

// State is where a conversation stands; see the package's drawing.
type State string

// States.
const (
	Queued   State = "QUEUED"
	Active   State = "ACTIVE"
	OnHold   State = "ON_HOLD"
	Resolved State = "RESOLVED"
	Closed   State = "CLOSED"
)

// Proof is how the customer came into a conversation.
type Proof string

// Proofs.
const (
	MailboxProved Proof = "MAILBOX_PROVED"
	SignedIn      Proof = "SIGNED_IN"
)

// Conversation is one chat as a caller may see it. The same fields go to both
// sides; what only operators may know is in Case.
type Conversation struct {
	ID              string
	Topic           Topic
	State           State
	Proof           Proof
	AccountID       string  // for the program, not part of the contract
	FlowID          *string // for the program, not part of the contract
	OwnerID         *string // for the program, not part of the contract
	Locale          string
	CustomerName    string
	OwnerName       string
	Mine            bool // the caller owns it
	LastSeq         int64
	LastAt          time.Time
	Preview         string
	QueuedAt        *time.Time
	Place           *int // how many wait before it, while it waits
	ResolvedAt      *time.Time
	CreatedAt       time.Time
	CustomerReadSeq int64
	OperatorReadSeq int64
	Labels          []string // for the staff alone
	Rating          *int     // 1 to 5, by the customer, once it is over
	RatingComment   string

	Priority Priority // the staff's; NORMAL through the customer's door

	priority     int
	firstReplyAt *time.Time
	heldAt       *time.Time
	heldFor      time.Duration // until heldAt
}

// Page is a page of conversations (Relay).
type Page struct {
	Edges      []Edge
	PageInfo   PageInfo
	TotalCount int
}

// Edge is a conversation in a page, with where to go on after it.
type Edge struct {
	Cursor string
	Node   *Conversation
}

// PageInfo is where a page stands.
type PageInfo struct {
	HasNextPage bool
	EndCursor   *string
}

// QueueFilter says which conversations of the console are meant.
type QueueFilter string

// Filters.
const (
	FilterMine  QueueFilter = "MINE"
	FilterQueue QueueFilter = "QUEUE"
	FilterAll   QueueFilter = "ALL"
)

// QueueInput asks for a page: First is 1 to 100, After an Edge's cursor.
type QueueInput struct {
	Filter QueueFilter
	First  int
	After  *string
}

// QueueEvent is a change in the console's lists: the conversation as it stands now.
type QueueEvent struct {
	Conversation *Conversation
}
