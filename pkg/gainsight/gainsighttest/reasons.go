package gainsighttest

import (
	"fmt"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
)

// whyRefused has a sentence for each refused row of an upsert. The vendor's words for an empty identifier do not say
// that a lookup has found nothing to put there.
func whyRefused(rows []row, lookups gsapi.Lookups) (reasons []string) {
	for i, r := range rows {
		if r.refused == nil {
			continue
		}
		reasons = append(reasons, fmt.Sprintf("record %d: %s", i, r.refused.description)+
			nothingFound(r.sent, r.company, companyTarget, lookups)+nothingFound(r.sent, r.user, userTarget, lookups))
	}
	return reasons
}

func nothingFound(sent *record, found resolved, target lookupTarget, lookups gsapi.Lookups) string {
	if !found.gsid.IsNull() {
		return ""
	}
	wanted, _ := criteria(sent, lookups[target.gsid])
	return "; no records match " + describe(target, wanted)
}
