package gainsighttest

import (
	"slices"
	"strings"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

// sorted returns the records in the order that was asked for, and in that of insertion where it leaves a choice. A
// missing value counts as the smallest, which is our guess.
func (s *store) sorted(orderBy wire.OrderBy) (records []*record, ok bool) {
	for _, order := range orderBy {
		if !s.hasField(order.Field) || !isDirection(order.Direction) {
			return nil, false
		}
	}
	keys := make(map[*record][]value, len(s.records))
	for _, r := range s.records {
		keys[r] = sortKey(r, orderBy)
	}
	records = slices.Clone(s.records)
	slices.SortStableFunc(records, func(a, b *record) int { return compareKeys(keys[a], keys[b], orderBy) })
	return records, true
}

func isDirection(direction string) bool {
	return strings.EqualFold(direction, "asc") || strings.EqualFold(direction, "desc")
}

func sortKey(r *record, orderBy wire.OrderBy) []value {
	key := make([]value, 0, len(orderBy))
	for _, order := range orderBy {
		key = append(key, valueOf(order.Field, fieldOf(order.Field).get(r)))
	}
	return key
}

func compareKeys(a, b []value, orderBy wire.OrderBy) int {
	for i, order := range orderBy {
		c := a[i].compare(b[i])
		if strings.EqualFold(order.Direction, "desc") {
			c = -c
		}
		if c != 0 {
			return c
		}
	}
	return 0
}
