package document

import (
	"testing"
	"time"
)

// closed resolves the office's case and lets its week pass.
func (o *office) closed(t *testing.T) {
	t.Helper()
	if _, err := o.chat.Resolve(t.Context(), o.operator, o.id); err != nil {
		t.Fatalf("resolve: %v", err)
	}
	o.time.pass(7*24*time.Hour + time.Minute)
	if n, err := o.chat.CloseDue(t.Context()); n != 1 || err != nil {
		t.Fatalf("closed %d conversations, %v", n, err)
	}
}

func (o *office) retired(t *testing.T, want int, why string) {
	t.Helper()
	if n, err := o.Retire(t.Context()); n != want || err != nil {
		t.Fatalf("%s: retired %d documents, %v, want %d", why, n, err, want)
	}
}

func TestService_Retire(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	card, identity := o.kept(t, BankCard), o.kept(t, Identity)
	o.time.pass(60 * 24 * time.Hour)
	o.retired(t, 0, "an open case keeps its pictures however old they are")
	o.closed(t)
	o.time.pass(keepFor - time.Minute)
	o.retired(t, 0, "a case closed a minute less than 30 days ago")
	o.time.pass(time.Minute)
	o.retired(t, 2, "a case closed 30 days ago")
	o.retired(t, 0, "the second time")

	if n := o.files(t); n != 0 {
		t.Errorf("%d sealed files are left", n)
	}
	for _, d := range []*Document{card, identity} {
		var receipt struct {
			Kind    Kind   `db:"kind"`
			State   State  `db:"state"`
			Match   Match  `db:"match"`
			Sum     []byte `db:"sha256"`
			Wrapped []byte `db:"wrapped_key"`
			Gone    bool   `db:"gone"`
		}
		const q = `SELECT kind, state, match, sha256, wrapped_key, destroyed_at IS NOT NULL AS gone FROM document WHERE id = $1`
		if err := o.DB.GetContext(t.Context(), &receipt, q, d.ID); err != nil {
			t.Fatal(err)
		}
		if receipt.State != Destroyed || receipt.Wrapped != nil || len(receipt.Sum) != 32 || receipt.Kind != d.Kind || receipt.Match != d.Match || !receipt.Gone {
			t.Errorf("receipt %+v of %+v", receipt, d)
		}
	}
	supervisor := o.supervisor
	supervisor.AuthTime = o.time.now()
	_, err := o.Grant(t.Context(), supervisor, GrantInput{ConversationID: o.id, DocumentID: card.ID, Reason: "an audit of old cases"})
	wantCode(t, err, "DESTROYED")
}

// A copy of the sealed file from before, as a restored backup would bring it, opens
// with no row that is left.
func TestService_Retire_LeavesNothingABackupOpens(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	d := o.kept(t, Identity)
	var key string
	if err := o.DB.GetContext(t.Context(), &key, `SELECT blob_key FROM document WHERE id = $1`, d.ID); err != nil {
		t.Fatal(err)
	}
	backup, err := o.Blobs.Get(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	o.closed(t)
	o.time.pass(keepFor)
	o.retired(t, 1, "a case closed 30 days ago")
	if err := o.Blobs.Put(t.Context(), key, backup); err != nil {
		t.Fatal(err)
	}
	row, err := selectDocuments(t.Context(), o.DB, o.id)
	if err != nil || len(row) != 1 {
		t.Fatal(row, err)
	}
	if _, err := o.Keys.OpenEnvelope(purpose, row[0].additional(), row[0].envelope(backup)); err == nil {
		t.Error("a restored file opened without its key")
	}
	o.time.pass(orphanAfter + time.Minute)
	if n, err := o.Sweep(t.Context()); n != 1 || err != nil {
		t.Errorf("swept %d, %v: the restored file stays for ever", n, err)
	}
}

// Two nodes at once destroy each picture once.
func TestService_Retire_OnTwoNodes(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.kept(t, BankCard)
	o.kept(t, Identity)
	o.closed(t)
	o.time.pass(keepFor)
	type result struct {
		n   int
		err error
	}
	results := make(chan result, 2)
	for range 2 {
		go func() {
			n, err := o.Retire(t.Context())
			results <- result{n, err}
		}()
	}
	a, b := <-results, <-results
	if a.err != nil || b.err != nil || a.n+b.n != 2 {
		t.Errorf("%+v and %+v, want two pictures between them", a, b)
	}
}
