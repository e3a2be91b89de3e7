package contract_test

import (
	"fmt"
	"slices"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/gainsight-go/gainsight-go/api"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/contract"
)

// survivorReasons says why mutants of a kind are not caught.
var survivorReasons = map[string]string{
	"request: format left":                "format forbids nothing in OpenAPI 3.1, and only schemas of unconfirmed operations have it",
	"reply: format left":                  "as in requests; dates of the vendor come in three forms",
	"reply: body where none is described": "the document leaves the bodies of these refusals open: only the published document knows the operations",
}

const (
	leastCaught  = 0.98
	leastMutants = 20_000
)

// tally counts the mutants that are caught.
type tally struct {
	total, caught int
	noisy         []mutant // that break more than one rule
	kinds         map[string]int
	survivors     map[string][]mutant
}

func count(c *contract.Contract, operations ...specified) tally {
	counted := tally{kinds: map[string]int{}, survivors: map[string][]mutant{}}
	for mutant := range mutants(operations) {
		counted.total++
		counted.kinds[mutant.kind]++
		violations := mutant.check(c)
		if len(violations) > 1 {
			counted.noisy = append(counted.noisy, mutant)
		}
		if mutant.isCaughtBy(violations) {
			counted.caught++
		} else {
			counted.survivors[mutant.kind] = append(counted.survivors[mutant.kind], mutant)
		}
	}
	return counted
}

func (c tally) share() float64 { return float64(c.caught) / float64(c.total) }

// unexplained gives the kinds of survivors without a reason, and reasons without a survivor.
func (c tally) unexplained() (kinds, reasons []string) {
	for kind := range c.survivors {
		if survivorReasons[kind] == "" {
			kinds = append(kinds, kind)
		}
	}
	for kind := range survivorReasons {
		if c.survivors[kind] == nil {
			reasons = append(reasons, kind)
		}
	}
	return kinds, reasons
}

// Everything that the document forbids, done once at every place, on both sides of every operation.
func TestMutants(t *testing.T) {
	c := newContract(t)
	counted := count(c, readDocument(t, api.Document).operations()...)
	t.Logf("%d of %d mutants are caught: %.2f %%", counted.caught, counted.total, 100*counted.share())
	for _, kind := range sortedKeys(counted.kinds) {
		survivors := ""
		if n := len(counted.survivors[kind]); n > 0 {
			survivors = fmt.Sprintf(", %d survive: %s", n, survivorReasons[kind])
		}
		t.Logf("%6d %s%s", counted.kinds[kind], kind, survivors)
	}
	if counted.total < leastMutants || counted.share() < leastCaught {
		t.Errorf("%d mutants, and %.2f %% of them caught", counted.total, 100*counted.share())
	}
	for _, mutant := range counted.noisy {
		t.Errorf("what is wrong once is said more than once: %s\n%q", mutant, mutant.check(c))
	}
	kinds, reasons := counted.unexplained()
	for _, kind := range kinds {
		example := counted.survivors[kind][0]
		t.Errorf("%d survive, such as %s\n%q", len(counted.survivors[kind]), example, example.check(c))
	}
	for _, kind := range reasons {
		t.Errorf("nothing survives for the reason of %q", kind)
	}
}

// What every mutant is made of breaks nothing, and the document has nothing that mutants do not know.
func TestDocumentedExchangesAreClean(t *testing.T) {
	d, c := readDocument(t, api.Document), newContract(t)
	for _, operation := range d.operations() {
		for _, draft := range slices.Concat(operation.requests(), operation.answers()) {
			for _, violation := range c.Check(draft.exchange()) {
				t.Errorf("%s: %s", draft, violation)
			}
			for _, body := range []message{draft.request, draft.reply} {
				for _, place := range d.places(body.schema, body.value, nil) {
					for _, part := range place.parts {
						for _, keyword := range d.unknownKeywords(part) {
							t.Errorf("%s: no mutant is made of %s at %q", draft, keyword, pointer(place.at))
						}
					}
				}
			}
		}
	}
}

// What the document permits and does not know is said, and breaks nothing.
func TestUnknownMembersAndValues(t *testing.T) {
	d, c := readDocument(t, api.Document), newContract(t)
	counted := map[contract.Rule]int{}
	for _, operation := range d.operations() {
		for _, draft := range operation.requests() {
			for _, remark := range operation.remarks(draft.request.schema, draft.request.value) {
				changed := draft
				changed.request = draft.request.withValue(remark.body)
				counted[remark.rule]++
				wantOnly(t, draft, c.CheckRequest(changed.exchange().Request), remark)
			}
		}
		for _, draft := range operation.answers() {
			for _, remark := range operation.remarks(draft.reply.schema, draft.reply.value) {
				changed := draft
				changed.reply = draft.reply.withValue(remark.body)
				counted[remark.rule]++
				wantOnly(t, draft, c.CheckReply(changed.exchange()), remark)
			}
		}
	}
	t.Log(counted)
	for _, rule := range []contract.Rule{contract.RuleUnknownMember, contract.RuleUnknownValue, contract.RuleErrorCode} {
		if counted[rule] == 0 {
			t.Errorf("nothing is changed for %s", rule)
		}
	}
}

func wantOnly(t *testing.T, from draft, got []contract.Violation, want remark) {
	t.Helper()
	if len(got) != 1 || got[0].Severity != want.severity || got[0].Rule != want.rule || got[0].Pointer != pointer(want.at) {
		t.Errorf("%s: got %q, want one %s at %q", from, got, want.rule, pointer(want.at))
	}
}

// A contract that forbids less, as one with a fault would, catches less: mutants survive without a reason.
func TestWeakerContractIsNoticed(t *testing.T) {
	for name, forget := range map[string]struct {
		schema, keyword, operation string
		kind                       string
	}{
		"a required member": {"Envelope", "required", "deleteCompanyTeamRecord", "reply: required member dropped"},
		"an enumeration":    {"OnNoMatch", "enum", "upsertCompanyTeamRecords", "request: enumeration left"},
		"a bound":           {"UserRecords", "maxItems", "createUsers", "request: bound exceeded: maxItems"},
		"a type":            {"ScimPatch", "type", "scimPatchGroup", "request: retyped: array"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			whole, weaker := readDocument(t, api.Document), readDocument(t, api.Document)
			operations := slices.DeleteFunc(whole.operations(), func(o specified) bool { return o.id != forget.operation })
			if kinds, _ := count(newContract(t), operations...).unexplained(); kinds != nil {
				t.Fatalf("%q survive as it is", kinds)
			}
			delete(weaker.objectAt(weaker.root, "components", "schemas", forget.schema), forget.keyword)
			text, err := yaml.Marshal(weaker.root)
			if err != nil {
				t.Fatal(err)
			}
			counted := count(newContract(t, contract.WithDocument(text)), operations...)
			kinds, _ := counted.unexplained()
			if !slices.Contains(kinds, forget.kind) || counted.share() == 1 {
				t.Errorf("%d survive, of the kinds %q", counted.total-counted.caught, kinds)
			}
		})
	}
}

func newContract(t testing.TB, options ...contract.Option) *contract.Contract {
	t.Helper()
	c, err := contract.New(options...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
