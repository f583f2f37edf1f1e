package account

import (
	"context"
	"fmt"
	"maps"
	"slices"
)

// activityShown is how many entries the account page shows.
const activityShown = 50

// Activity is the latest of what was done with an account, newest first, 50 at
// most: its audit stream. The caller has checked that it may see it.
func (s *Service) Activity(ctx context.Context, accountID string) ([]Activity, error) {
	records, err := s.audit.Latest(ctx, s.db, "account:"+accountID, activityShown)
	if err != nil {
		return nil, fmt.Errorf("list activity: %w", err)
	}
	list := make([]Activity, 0, len(records))
	for _, r := range records {
		a := Activity{At: r.At, Action: r.Action, Detail: []Detail{}}
		for _, name := range slices.Sorted(maps.Keys(r.Detail)) {
			a.Detail = append(a.Detail, Detail{Name: name, Value: r.Detail[name]})
		}
		list = append(list, a)
	}
	return list, nil
}
