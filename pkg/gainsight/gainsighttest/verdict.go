package gainsighttest

import "slices"

// knownFirst returns the first refusal that is no doubt, and else the first one.
func knownFirst(refusals ...*refusal) *refusal {
	if known := slices.DeleteFunc(slices.Clone(refusals), isNoKnown); len(known) > 0 {
		return known[0]
	}
	if i := slices.IndexFunc(refusals, isDoubt); i >= 0 {
		return refusals[i]
	}
	return nil
}

func isDoubt(r *refusal) bool { return r != nil && r.isDoubt }

func isNoKnown(r *refusal) bool { return r == nil || r.isDoubt }

// verdict refuses a whole call: one of which no row can be written, one with a bad row if all or none are written, and
// one with a row whose outcome nobody knows. The refusals are those of the rows, nil for a good one.
func verdict(refusals []*refusal, isAllOrNone bool) *refusal {
	known := slices.DeleteFunc(slices.Clone(refusals), isNoKnown)
	if len(known) == len(refusals) || len(known) > 0 && isAllOrNone {
		return known[0]
	}
	if i := slices.IndexFunc(refusals, isDoubt); i >= 0 {
		return refusals[i]
	}
	return nil
}
