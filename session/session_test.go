package session_test

import (
	"testing"

	"github.com/walletdesk/walletdesk/session"
)

func TestActor_Has(t *testing.T) {
	t.Parallel()
	tests := []struct {
		why   string
		actor session.Actor
		role  session.Role
		want  bool
	}{
		{"a stranger is nothing", session.Actor{FlowID: "f"}, session.Recoverer, false},
		{"itself", session.Actor{Role: session.Customer}, session.Customer, true},
		{"a supervisor may do what an operator may", session.Actor{Role: session.Supervisor}, session.Operator, true},
		{"not the other way", session.Actor{Role: session.Operator}, session.Supervisor, false},
		{"a customer with a flow recovers", session.Actor{Role: session.Customer, FlowID: "f"}, session.Recoverer, true},
		{"a customer without one does not", session.Actor{Role: session.Customer}, session.Recoverer, false},
		{"staff are no customers", session.Actor{Role: session.Supervisor}, session.Customer, false},
		{"staff recover nothing", session.Actor{Role: session.Operator, FlowID: "f"}, session.Recoverer, false},
	}
	for _, tt := range tests {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			if got := tt.actor.Has(tt.role); got != tt.want {
				t.Errorf("Has(%s) = %v", tt.role, got)
			}
		})
	}
}

func TestStage_AtLeast(t *testing.T) {
	t.Parallel()
	order := []session.Stage{"", session.StageSignedIn, session.StageConfirmed, session.StageRegistered}
	for i, have := range order {
		for j, want := range order {
			if got := have.AtLeast(want); got != (i >= j && j > 0) {
				t.Errorf("%q.AtLeast(%q) = %v", have, want, got)
			}
		}
	}
	if got := (session.Actor{Role: session.Customer, Confirmed: true, Registered: true}).Stage(); got != session.StageRegistered {
		t.Errorf("stage %q", got)
	}
	if got := (session.Actor{Role: session.Operator}).Stage(); got != "" {
		t.Errorf("an operator's stage %q", got)
	}
}
