package gainsighttest

import (
	"fmt"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
)

// view is what the last search found. It is kept so that the pages of one list, which differ in nothing else, cost one
// search together.
type view struct {
	version int
	search  string
	records []*stored
}

// search returns the records that fit, in the order that was asked for, or an error for what the tenant does not
// understand.
func (s *store) search(search gsapi.SearchRequest) (records []*stored, err error) {
	key, _ := marshal([]any{search.Where, search.OrderBy}) // cannot fail: both were just decoded
	if s.last.records != nil && s.last.version == s.version && s.last.search == string(key) {
		return s.last.records, nil
	}
	matches, err := s.filter(search.Where)
	if err != nil {
		return nil, fmt.Errorf("where: %w", err)
	}
	all := s.inOrder()
	records = make([]*stored, 0, len(all))
	for _, r := range all {
		if matches(&r.record) {
			records = append(records, r)
		}
	}
	if err := s.sort(records, search.OrderBy); err != nil {
		return nil, fmt.Errorf("orderBy: %w", err)
	}
	s.last = view{s.version, string(key), records}
	return records, nil
}
