package contract

import (
	"fmt"
	"slices"

	"github.com/gainsight-go/gainsight-go/internal/pointer"
)

// checker collects the violations of one side of an exchange.
type checker struct {
	contract   *Contract
	side       Side
	name       string
	operation  *operation
	status     int
	violations []*Violation
	// bySeverity has them by kind. The bound is that of each severity, so that many warnings hide no violation.
	bySeverity map[Severity]*violationKinds
	isCut      bool // something was left out that is not counted either
}

// violationKinds are keyed by a violation whose pointer is general, and which does not say what was there.
type violationKinds = kinds[Violation, *Violation]

// add takes each violation once: of a schema that is composed of others, each can say the same.
func (k *checker) add(v Violation) {
	v = k.placed(v)
	group := k.groupOf(v)
	switch {
	case group == nil:
		k.isCut = true
		return
	case slices.ContainsFunc(group.kept, func(known *Violation) bool { return known.Pointer == v.Pointer }):
		return
	case !group.isFull():
		k.violations = append(k.violations, &v)
	}
	more := v.More
	v.More = 0
	group.add(&v, more)
}

func (k *checker) groupOf(v Violation) *group[*Violation] {
	if k.bySeverity == nil {
		k.bySeverity = map[Severity]*violationKinds{}
	}
	if k.bySeverity[v.Severity] == nil {
		k.bySeverity[v.Severity] = &violationKinds{}
	}
	kind := v
	kind.Pointer, kind.Got, kind.More = pointer.General(v.Pointer), "", 0
	return k.bySeverity[v.Severity].of(kind)
}

func (k *checker) placed(v Violation) Violation {
	v.Operation, v.Side, v.Status = k.name, k.side, k.status
	if v.Severity == "" {
		v.Severity = Breach
	}
	return v
}

// found returns all violations, in the order in which they were found.
func (k *checker) found() (violations []Violation) {
	for _, kinds := range k.bySeverity {
		for _, group := range kinds.order {
			group.kept[len(group.kept)-1].More = group.more
		}
	}
	for _, v := range k.violations {
		violations = append(violations, *v)
	}
	if k.isCut {
		violations = append(violations, k.placed(Violation{Severity: Warning, In: InBody, Rule: RuleNotChecked,
			Want: "all that is wrong", Got: fmt.Sprintf("the first %d kinds of it", maxKinds)}))
	}
	return violations
}
