// Package figure keeps what was measured: bench.json, a list of rows beside their
// goals, and nothing that was typed in by hand.
package figure

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
)

// Direction is which way a figure should go.
type Direction string

// The directions.
const (
	Lower  Direction = "lower"
	Higher Direction = "higher"
)

// Row is one figure: what was measured, in which unit, and what it should be.
type Row struct {
	Name      string    `json:"name"`
	Value     float64   `json:"value"`
	Unit      string    `json:"unit"`
	Goal      float64   `json:"goal"`
	Direction Direction `json:"direction"`
}

// Met tells whether the goal is reached.
func (r Row) Met() bool {
	if r.Direction == Higher {
		return r.Value >= r.Goal
	}
	return r.Value <= r.Goal
}

// Merge puts rows into a file, each in the place of the one of its name, sorted by
// name; rows of other measurements stay.
func Merge(path string, rows []Row) error {
	var all []Row
	data, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("merge figures: %w", err)
	}
	if err == nil {
		if err := json.Unmarshal(data, &all); err != nil {
			return fmt.Errorf("merge figures: %s: %w", path, err)
		}
	}
	all = slices.DeleteFunc(all, func(old Row) bool {
		return slices.ContainsFunc(rows, func(r Row) bool { return r.Name == old.Name })
	})
	all = append(all, rows...)
	slices.SortFunc(all, func(a, b Row) int { return strings.Compare(a.Name, b.Name) })
	out, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		return fmt.Errorf("merge figures: %w", err)
	}
	if err := os.WriteFile(path, append(out, '\n'), 0o644); err != nil { //nolint:gosec // figures are for everybody
		return fmt.Errorf("merge figures: %w", err)
	}
	return nil
}
