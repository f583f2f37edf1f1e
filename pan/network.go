package pan

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// networksJSON is the table that the web app reads too. Sources: ISO/IEC 7812
// ranges as the networks publish them; credit-card-type 10.3.0 for Elo, Hiper and
// UnionPay's second range; NPCI for RuPay; public test numbers for all (the
// tests). 622126-622925, shared by Discover and UnionPay, is UnionPay's.
//
//go:embed networks.json
var networksJSON []byte

// Network is one card network.
type Network struct {
	// Code is stable and stored, for example "visa".
	Code string `json:"code"`
	// Name is shown to people; it is not translated.
	Name string `json:"name"`
	// Ranges are the first digits: "4", or "2221-2720", both ends included.
	Ranges []string `json:"ranges"`
	// Lengths are how many digits its numbers have, ascending.
	Lengths []int `json:"lengths"`
	// Groups are how the digits are set on the card, from the left.
	Groups []int `json:"groups"`
	// CVC is how many digits the verification code has.
	CVC int `json:"cvc"`
	// Luhn reports whether every number has a check digit.
	Luhn bool `json:"luhn"`
}

// Cobadge is a domestic network that shares cards with an international one.
type Cobadge struct {
	// Code is stable and stored, for example "cartes-bancaires".
	Code string `json:"code"`
	// Name is shown to people.
	Name string `json:"name"`
	// Ranges are the first digits, as Network.Ranges.
	Ranges []string `json:"ranges"`
}

func (n Network) hasLength(digits int) bool { return slices.Contains(n.Lengths, digits) }

// Networks returns all networks, in the table's order.
func Networks() []Network { return slices.Clone(table().networks) }

// NetworkByCode returns the network that a stored code names.
func NetworkByCode(code string) (Network, bool) {
	i := slices.IndexFunc(table().networks, func(n Network) bool { return n.Code == code })
	if i < 0 {
		return Network{}, false
	}
	return table().networks[i], true
}

// KnownPrefix reports whether a number of a known network can begin with these
// digits (ASCII, 1 to 12 of them).
func KnownPrefix(first string) bool {
	if first == "" || strings.Trim(first, "0123456789") != "" {
		return false
	}
	return slices.ContainsFunc(table().spans, func(s span) bool {
		n := min(len(first), len(s.from))
		return s.from[:n] <= first[:n] && first[:n] <= s.to[:n]
	})
}

// span is one range of first digits.
type span struct {
	from, to string // of the same length
	of       int    // place in networks or cobadges
}

func (s span) holds(digits []byte) bool {
	if len(digits) < len(s.from) {
		return false
	}
	first := string(digits[:len(s.from)])
	return s.from <= first && first <= s.to
}

// networkTable is the JSON, ready to be searched.
type networkTable struct {
	networks []Network
	spans    []span // the longest first: the more digits agree, the surer
	cobadges []Cobadge
	coSpans  []span
}

// table is parsed once; the file is part of the program, so a mistake in it is
// one of the program and shows in the first test.
var table = sync.OnceValue(func() networkTable {
	t, err := parseTable(networksJSON)
	if err != nil {
		panic("pan: networks.json: " + err.Error())
	}
	return t
})

func parseTable(text []byte) (networkTable, error) {
	var file struct {
		Networks []Network `json:"networks"`
		Cobadges []Cobadge `json:"cobadges"`
	}
	if err := json.Unmarshal(text, &file); err != nil {
		return networkTable{}, err
	}
	t := networkTable{networks: file.Networks, cobadges: file.Cobadges}
	for i, n := range file.Networks {
		if len(n.Lengths) == 0 || !slices.IsSorted(n.Lengths) {
			return networkTable{}, fmt.Errorf("%s: lengths must be ascending", n.Code)
		}
		spans, err := parseSpans(n.Ranges, i)
		if err != nil {
			return networkTable{}, fmt.Errorf("%s: %w", n.Code, err)
		}
		t.spans = append(t.spans, spans...)
	}
	for i, c := range file.Cobadges {
		spans, err := parseSpans(c.Ranges, i)
		if err != nil {
			return networkTable{}, fmt.Errorf("%s: %w", c.Code, err)
		}
		t.coSpans = append(t.coSpans, spans...)
	}
	slices.SortStableFunc(t.spans, func(a, b span) int { return len(b.from) - len(a.from) })
	return t, nil
}

func parseSpans(ranges []string, of int) ([]span, error) {
	spans := make([]span, 0, len(ranges))
	for _, text := range ranges {
		from, to, ok := strings.Cut(text, "-")
		if !ok {
			to = from
		}
		if from == "" || len(from) != len(to) || from > to || strings.Trim(from+to, "0123456789") != "" {
			return nil, fmt.Errorf("%q is no range of first digits", text)
		}
		spans = append(spans, span{from: from, to: to, of: of})
	}
	return spans, nil
}

// find names the network of digits, of which some first ones are enough.
func find(digits []byte) (Network, bool) {
	t := table()
	for _, s := range t.spans {
		if s.holds(digits) {
			return t.networks[s.of], true
		}
	}
	return Network{}, false
}

// cobadges are the domestic networks whose ranges hold digits.
func cobadges(digits []byte) []Cobadge {
	t := table()
	var found []Cobadge
	for _, s := range t.coSpans {
		if s.holds(digits) {
			found = append(found, t.cobadges[s.of])
		}
	}
	return found
}

// plausible reports whether digits are what Mask looks for: a known network's
// first digits and length, and a check digit that fits.
func plausible(digits []byte) bool {
	if !luhn(digits) { // first, for it turns nine in ten away at the least cost
		return false
	}
	n, ok := find(digits)
	return ok && n.hasLength(len(digits))
}
