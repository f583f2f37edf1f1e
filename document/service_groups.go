package document

import (
	"bytes"
	"context"
	"errors"

	"github.com/walletdesk/walletdesk/document/gate"
	"github.com/walletdesk/walletdesk/postgres"
)

// purposeGroups is of the keyed hashes of what card pictures show.
const purposeGroups = "document-group"

// otherDigits is what the customer is told of a picture that would add to another.
const otherDigits = "OTHER_DIGITS"

// errAddsUp says that a picture shows other digits of a card than one before.
var errAddsUp = errors.New("the pictures would add up to a number")

// groups is what a card picture shows of its number, without a digit of it.
type groups struct {
	first, last []byte
	luhn        int // what both add to the check digit
}

// groupsOf are those of an accepted card picture; false for every other one.
func (s *Service) groupsOf(kind Kind, found gate.Result) (groups, bool) {
	if kind != BankCard || len(found.First4) != 4 || len(found.Last4) != 4 {
		return groups{}, false
	}
	return groups{
		first: s.Keys.MAC(purposeGroups, []byte(found.First4)),
		last:  s.Keys.MAC(purposeGroups, []byte(found.Last4)),
		luhn:  (luhn4(found.First4) + luhn4(found.Last4)) % 10,
	}, true
}

// luhn4 is what four digits add to the Luhn sum of a number of four groups, where
// the first digit of each group is doubled.
func luhn4(group string) int {
	sum := 0
	for i, c := range []byte(group) {
		d := int(c - '0')
		if i%2 == 0 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum % 10
}

// adds tells whether two pictures together may show more of one number than each
// alone: one group is the same and the other is not, or the two groups of the one
// between those of the other make a number whose check digit is right. The same two
// groups again show nothing new.
func (g groups) adds(other groups) bool {
	first, last := bytes.Equal(g.first, other.first), bytes.Equal(g.last, other.last)
	if first && last {
		return false
	}
	return first || last || (g.luhn+other.luhn)%10 == 0
}

// keepGroups notes what a card picture shows. errAddsUp when it would add to what
// an earlier picture of the account shows, whose case is not over.
func (s *Service) keepGroups(ctx context.Context, q postgres.Querier, row documentRow, shows groups) error {
	earlier, err := selectGroups(ctx, q, row.AccountID)
	if err != nil {
		return err
	}
	for _, g := range earlier {
		if shows.adds(groups{first: g.First, last: g.Last, luhn: g.Luhn}) {
			return errAddsUp
		}
	}
	return insertGroups(ctx, q, row, shows)
}
