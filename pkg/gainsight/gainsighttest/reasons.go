package gainsighttest

import (
	"fmt"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
)

// whyRefused has a sentence for each row that is refused, and what more there is to say of it.
func whyRefused(refusals []*refusal, more func(i int) string) (reasons []string) {
	for i, refused := range refusals {
		if refused != nil {
			reasons = append(reasons, fmt.Sprintf("record %d: %s%s", i, refused.description, more(i)))
		}
	}
	return reasons
}

// nothingFound names the lookups of an upsert that have found nothing. The vendor's words for an empty identifier do
// not say that there was nothing to put there.
func nothingFound(r row, lookups gsapi.Lookups) (text string) {
	for _, found := range []struct {
		resolved
		lookupTarget
	}{{r.company, companyTarget}, {r.user, userTarget}} {
		if found.resolved.gsid.IsNull() {
			wanted, _ := teamLookups.criteria(r.sent, lookups[found.lookupTarget.gsid])
			text += "; no records match " + describe(found.lookupTarget, wanted)
		}
	}
	return text
}
