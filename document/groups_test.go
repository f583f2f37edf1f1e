package document

import (
	"testing"
	"time"

	"github.com/walletdesk/walletdesk/document/corpus"
)

// A number's four groups add up to a right check digit; that is all a stored
// number of 0 to 9 tells.
func TestLuhn4(t *testing.T) {
	t.Parallel()
	for _, number := range corpus.Numbers() {
		sum := 0
		for i := 0; i < len(number); i += 4 {
			sum += luhn4(number[i : i+4])
		}
		if sum%10 != 0 {
			t.Errorf("%s: the groups add up to %d", number, sum)
		}
	}
}

// Two pictures of an account never show more of one number than each alone.
func TestService_Upload_addsUp(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		why         string
		first, last string
		want        string
	}{
		{"the same card again", "4000", "5556", ""},
		{"the first four, and others than before", "4000", "0566", otherDigits},
		{"the last four, and others than before", "5424", "5556", otherDigits},
		// 4000 0566 5566 5556: what stands between is a pair of groups that would fit.
		{"the middle of the number that was shown", "0566", "5566", otherDigits},
		{"another card, which makes no number with the first", "5555", "4445", ""},
	} {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			one := covered()
			one.First4, one.Last4 = "4000", "5556"
			o.gate.says(one)
			if got, err := o.Upload(t.Context(), o.customer, o.shot(o.asked(t, BankCard))); err != nil || got.Verdict != VerdictAccepted {
				t.Fatalf("the first: %+v, %v", got, err)
			}
			other := covered()
			other.First4, other.Last4 = tt.first, tt.last
			o.gate.says(other)
			in := o.shot(o.asked(t, BankCard))
			got, err := o.Upload(t.Context(), o.customer, in)
			if err != nil || got.Reason != tt.want {
				t.Fatalf("got %+v, %v, want %q", got, err, tt.want)
			}
			kept := o.documents(t)
			if tt.want == "" {
				if len(kept) != 2 || kept[0].State != Destroyed || kept[1].State != Ready {
					t.Errorf("kept %+v", kept)
				}
				return
			}
			// Nothing of it is there, the first picture stays, and a retry hears the same.
			if len(kept) != 1 || kept[0].State != Ready || o.files(t) != 1 {
				t.Errorf("kept %+v in %d files", kept, o.files(t))
			}
			in.File = nil
			if again, err := o.Upload(t.Context(), o.customer, in); err != nil || *again != *got {
				t.Errorf("a retry: %+v, %v", again, err)
			}
		})
	}
}

// What a picture showed is forgotten with the case; another account's never counts.
func TestService_Upload_addsUpNoMore(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.kept(t, BankCard)
	rows := func() (n int) {
		if err := o.DB.GetContext(t.Context(), &n, `SELECT count(*) FROM document_groups`); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if rows() != 1 {
		t.Fatalf("%d rows, want what the picture shows", rows())
	}
	o.exec(t, `UPDATE conversation SET state = 'CLOSED', owner_id = NULL, closed_at = $2, resolved_at = $2 WHERE id = $1`, o.id, o.time.now())
	o.time.pass(keepFor + time.Hour)
	if n, err := o.Retire(t.Context()); n != 1 || err != nil {
		t.Fatalf("retired %d, %v", n, err)
	}
	if rows() != 0 {
		t.Error("what the picture showed is kept longer than the case")
	}
}
