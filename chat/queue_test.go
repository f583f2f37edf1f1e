package chat

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/walletdesk/walletdesk/session"
)

func TestService_Queue(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	operator, other := d.staff(t, session.Operator, "Olga"), d.staff(t, session.Operator, "Otto")
	supervisor := d.staff(t, session.Supervisor, "Sue")
	ids := make([]string, 5)
	customers := make([]session.Actor, len(ids))
	for i := range ids {
		customers[i] = d.customer(t)
		ids[i] = d.opened(t, customers[i]).ID
		d.time.pass(time.Second)
	}
	// The second is taken, resolved and comes back: to the head of the queue.
	for _, step := range []func() (*Conversation, error){
		func() (*Conversation, error) { return d.Take(t.Context(), operator, ids[1]) },
		func() (*Conversation, error) { return d.Resolve(t.Context(), operator, ids[1]) },
		func() (*Conversation, error) { return d.Take(t.Context(), operator, ids[4]) },
		func() (*Conversation, error) { return d.Take(t.Context(), other, ids[3]) },
	} {
		if _, err := step(); err != nil {
			t.Fatal(err)
		}
		d.time.pass(time.Second)
	}
	d.say(t, customers[1], ids[1], "hello again")

	for _, tt := range []struct {
		why    string
		actor  session.Actor
		filter QueueFilter
		want   []string
	}{
		{"who came back stands first, then by time", operator, FilterQueue, []string{ids[1], ids[0], ids[2]}},
		{"one's own", operator, FilterMine, []string{ids[4]}},
		{"one's own and what waits, latest first", operator, FilterAll, []string{ids[1], ids[4], ids[2], ids[0]}},
		{"a supervisor sees all", supervisor, FilterAll, []string{ids[1], ids[3], ids[4], ids[2], ids[0]}},
	} {
		t.Run(tt.why, func(t *testing.T) {
			for _, size := range []int{1, 2, 100} {
				if diff := cmp.Diff(tt.want, walk(t, d, tt.actor, tt.filter, size, len(tt.want))); diff != "" {
					t.Errorf("in pages of %d: %s", size, diff)
				}
			}
		})
	}
	for i, want := range map[int]int{1: 0, 0: 1, 2: 2} {
		c, err := d.Conversation(t.Context(), customers[i], ids[i])
		if err != nil || c.Place == nil || *c.Place != want {
			t.Errorf("conversation %d: got %+v, %v, want place %d", i, c, err, want)
		}
	}
}

// walk reads a list page by page.
func walk(t *testing.T, d *desk, actor session.Actor, filter QueueFilter, size, total int) []string {
	t.Helper()
	var ids []string
	in := QueueInput{Filter: filter, First: size}
	for {
		page, err := d.Queue(t.Context(), actor, in)
		if err != nil {
			t.Fatal(err)
		}
		if page.TotalCount != total {
			t.Errorf("total is %d, want %d", page.TotalCount, total)
		}
		for _, e := range page.Edges {
			ids = append(ids, e.Node.ID)
		}
		if !page.PageInfo.HasNextPage {
			return ids
		}
		in.After = page.PageInfo.EndCursor
	}
}

func TestService_Queue_refused(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	operator := d.staff(t, session.Operator, "Otto")
	bad := "bm90IGEgY3Vyc29y"
	for _, tt := range []struct {
		why   string
		actor session.Actor
		in    QueueInput
		code  string
	}{
		{"customers have no queue", d.customer(t), QueueInput{Filter: FilterQueue, First: 1}, "STAFF_ONLY"},
		{"a page of nothing", operator, QueueInput{Filter: FilterQueue}, "first:OUT_OF_RANGE"},
		{"too large a page", operator, QueueInput{Filter: FilterQueue, First: 101}, "first:OUT_OF_RANGE"},
		{"no such filter", operator, QueueInput{Filter: "SPAM", First: 1}, "filter:UNKNOWN"},
		{"no cursor of ours", operator, QueueInput{Filter: FilterQueue, First: 1, After: &bad}, "after:NO_CURSOR"},
	} {
		t.Run(tt.why, func(t *testing.T) {
			_, err := d.Queue(t.Context(), tt.actor, tt.in)
			wantCode(t, err, tt.code)
		})
	}
}
