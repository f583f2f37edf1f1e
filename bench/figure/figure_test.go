package figure_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/walletdesk/walletdesk/bench/figure"
)

func TestMerge(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "bench.json")
	chat := figure.Row{Name: "chat_lost", Value: 0, Unit: "messages", Goal: 0, Direction: figure.Lower}
	slow := figure.Row{Name: "document_p95_s", Value: 2, Unit: "s", Goal: 1.5, Direction: figure.Lower}
	fast := slow
	fast.Value = 1.2
	for _, rows := range [][]figure.Row{{slow}, {chat}, {fast}} {
		if err := figure.Merge(path, rows); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var got []figure.Row
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]figure.Row{chat, fast}, got); diff != "" {
		t.Errorf("rows replaced by name, others kept (-want +got):\n%s", diff)
	}
	if err := os.WriteFile(path, []byte("no figures"), 0o600); err != nil {
		t.Fatal(err)
	}
	if figure.Merge(path, []figure.Row{chat}) == nil {
		t.Error("a broken file was written over")
	}
}

func TestRow_Met(t *testing.T) {
	t.Parallel()
	tests := []struct {
		why  string
		row  figure.Row
		want bool
	}{
		{"lower, at the goal", figure.Row{Value: 1, Goal: 1, Direction: figure.Lower}, true},
		{"lower, above it", figure.Row{Value: 1.1, Goal: 1, Direction: figure.Lower}, false},
		{"higher, at the goal", figure.Row{Value: 1, Goal: 1, Direction: figure.Higher}, true},
		{"higher, below it", figure.Row{Value: .9, Goal: 1, Direction: figure.Higher}, false},
	}
	for _, tt := range tests {
		if tt.row.Met() != tt.want {
			t.Errorf("%s: %v", tt.why, tt.row)
		}
	}
}
