package gainsighttest

import (
	"fmt"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
)

// view is what the last search found. It is kept so that the pages of one list, which differ in nothing else, cost one
// search together.
type view[R any] struct {
	version int
	search  string
	records []*stored[R]
}

// search returns the records that fit, in the order that was asked for, or an error for what the tenant does not
// understand.
func (t *table[R]) search(search gsapi.SearchRequest) (records []*stored[R], err error) {
	key, _ := marshal([]any{search.Where, search.OrderBy}) // cannot fail: both were just decoded
	if t.last.records != nil && t.last.version == t.version && t.last.search == string(key) {
		return t.last.records, nil
	}
	matches, err := t.filter(search.Where)
	if err != nil {
		return nil, fmt.Errorf("where: %w", err)
	}
	all := t.inOrder()
	records = make([]*stored[R], 0, len(all))
	for _, r := range all {
		if matches(&r.record) {
			records = append(records, r)
		}
	}
	if err := t.sort(records, search.OrderBy); err != nil {
		return nil, fmt.Errorf("orderBy: %w", err)
	}
	t.last = view[R]{t.version, string(key), records}
	return records, nil
}
