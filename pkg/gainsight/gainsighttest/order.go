package gainsighttest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

// sort puts records into the order that was asked for, and leaves them in that of insertion where it leaves a choice. A
// missing value counts as the smallest, which is our guess.
func (t *table[R]) sort(records []*stored[R], orderBy wire.OrderBy) error {
	for _, order := range orderBy {
		if err := t.checkField(order.Field); err != nil {
			return err
		}
		if !isDirection(order.Direction) {
			return fmt.Errorf("%q is neither asc nor desc", order.Direction)
		}
	}
	keys := make(map[*stored[R]][]value, len(records))
	for _, r := range records {
		keys[r] = t.sortKey(&r.record, orderBy)
	}
	slices.SortStableFunc(records, func(a, b *stored[R]) int { return compareKeys(keys[a], keys[b], orderBy) })
	return nil
}

func isDirection(direction string) bool {
	return strings.EqualFold(direction, "asc") || strings.EqualFold(direction, "desc")
}

func (t *table[R]) sortKey(r *R, orderBy wire.OrderBy) []value {
	key := make([]value, 0, len(orderBy))
	for _, order := range orderBy {
		key = append(key, valueOf(order.Field, t.fields.named(order.Field).get(r)))
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
