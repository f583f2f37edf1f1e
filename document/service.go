package document

import (
	"context"
	"io"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"github.com/walletdesk/walletdesk/audit"
	"github.com/walletdesk/walletdesk/blob"
	"github.com/walletdesk/walletdesk/document/gate"
	"github.com/walletdesk/walletdesk/document/picture"
	"github.com/walletdesk/walletdesk/fault"
	"github.com/walletdesk/walletdesk/postgres"
	"github.com/walletdesk/walletdesk/secret"
	"github.com/walletdesk/walletdesk/session"
	"github.com/walletdesk/walletdesk/throttle"
)

// Figures of the documents, all from the design of the support service.
const (
	maxFile     = picture.MaxBytes   // of an upload: 10 MB
	leaveFor    = 60 * time.Second   // life of a leave to look
	maxTries    = 3                  // comparisons with the saved cards, a case
	matchAge    = 7 * 24 * time.Hour // age of a card that counts for a match
	freshSignIn = 5 * time.Minute    // sign-in of a supervisor who neither owns nor decides
	minReason   = 10                 // characters of that supervisor's reason
	maxReason   = 500
	purpose     = "document"  // of the keys that seal pictures
	blobPrefix  = "document-" // of the names of sealed files, so that the sweep knows its own
	orphanAfter = 24 * time.Hour
	sweepBatch  = 500
)

// Limits: see throttle.
var (
	limitUpload = throttle.Limit{Name: "document.upload", Max: 10, Window: time.Hour}
	limitView   = throttle.Limit{Name: "document.view", Max: 30, Window: time.Hour}
)

// Gate looks at a picture; see document/gate. fault.Invalid for what is no
// picture, fault.Overloaded when too many wait, fault.Unavailable when the reader
// failed.
type Gate interface {
	Check(ctx context.Context, r gate.Request) (gate.Result, error)
}

// Cards compares digits with the cards of an account that were saved before a
// time. The answer is a Match but never NOT_COMPARED.
type Cards interface {
	MatchDigits(ctx context.Context, accountID, first4, last4 string, savedBefore time.Time) (Match, error)
}

// Flows tells of the recovery a conversation is about; see chat.Recovery.
type Flows interface {
	CaseFlow(ctx context.Context, q postgres.Querier, flowID string) (accountID, state string, signedIn bool, startedAt time.Time, err error)
}

// Rooms is the conversations the documents belong to; see chat.Log.
type Rooms interface {
	// CheckRead is fault.NotFound for whoever may not see the conversation.
	CheckRead(ctx context.Context, q postgres.Querier, actor session.Actor, conversationID string) error
	// CustomerRoom finds the open conversation of a calling customer.
	CustomerRoom(ctx context.Context, q postgres.Querier, actor session.Actor, conversationID string) (accountID, flowID string, err error)
	// StaffRoom finds a conversation for a calling member of the staff.
	StaffRoom(ctx context.Context, q postgres.Querier, actor session.Actor, conversationID string) (accountID string, owner, open, proposed bool, err error)
	// Lock holds the conversation until the end of the transaction. Its row is
	// always locked before its documents' rows.
	Lock(ctx context.Context, q postgres.Querier, conversationID string) error
	// CustomerFact locks the conversation and appends what the customer did.
	CustomerFact(ctx context.Context, q postgres.Querier, conversationID, clientID, kind, code string, detail map[string]string) (int64, error)
	// SystemFact appends what the program did.
	SystemFact(ctx context.Context, q postgres.Querier, conversationID, kind, code string, detail map[string]string) (int64, error)
	// FactByClientID finds what the customer did under an id.
	FactByClientID(ctx context.Context, q postgres.Querier, conversationID, clientID string) (kind, code string, detail map[string]string, err error)
	// EvidenceChanged voids a proposal that waits; 0 when none did.
	EvidenceChanged(ctx context.Context, q postgres.Querier, conversationID string) (int64, error)
	// ClosedUntil is those of the conversations that were closed at a time or before.
	ClosedUntil(ctx context.Context, q postgres.Querier, conversationIDs []string, until time.Time) ([]string, error)
	// Ring tells that the log has come to seq, after the commit.
	Ring(conversationID string, seq int64)
}

// Deps is what a Service is made of; every field is needed.
type Deps struct {
	DB       *postgres.DB
	Keys     *secret.Keys
	Blobs    blob.Store
	Gate     Gate
	Cards    Cards
	Flows    Flows
	Rooms    Rooms
	Throttle *throttle.Throttle
	Audit    *audit.Log
	Clock    func() time.Time
	Random   io.Reader
	Logger   *slog.Logger
}

// Service takes in, keeps and shows documents.
type Service struct {
	Deps
}

// New returns a Service made of d.
func New(d Deps) *Service {
	return &Service{Deps: d}
}

// now is the time as PostgreSQL keeps it.
func (s *Service) now() time.Time {
	return s.Clock().UTC().Truncate(time.Microsecond)
}

// write adds an entry to an audit stream.
func (s *Service) write(ctx context.Context, q postgres.Querier, stream, action, actor string, detail map[string]string) error {
	return s.Audit.Write(ctx, q, audit.Entry{Stream: stream, Action: action, Actor: actor, Detail: detail, At: s.now()})
}

// canonical is an id as the program writes it; what is no id is absent.
func canonical(id, what string) (string, error) {
	u, err := uuid.Parse(id)
	if err != nil {
		return "", errAbsent(what)
	}
	return u.String(), nil
}

// errAbsent is the one answer for things that are foreign or not there.
func errAbsent(what string) error {
	return fault.New(fault.NotFound, "NOT_FOUND", "There is no such "+what+".")
}
