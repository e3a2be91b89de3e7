package verify

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/gainsight-go/gainsight-go/internal/pointer"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/contract"
)

// maxGroups bounds the kinds of violations that are kept, and with them the memory. It is that of each severity, so that
// many warnings hide no violation.
const maxGroups = 10_000

// Collector takes exchanges, of any number of files, and makes one report of them.
type Collector struct {
	accepted *Accepted
	limit    int // of groups of a severity

	traffic   Traffic
	totals    Totals
	notListed int
	remarks   []Remark
	rows      []*row // documented operations in the order of the document, then others as they came
	byName    map[string]*row
	groups    []*Group // in the order of their first
	byKind    map[contract.Violation]*Group
	kinds     map[contract.Severity]int
}

// row is what is known of one operation.
type row struct {
	Operation
	rank      int
	isCovered bool
	statuses  map[int]bool
}

// NewCollector starts a report on these operations of a contract. Accepted can be nil.
func NewCollector(operations []contract.Operation, accepted *Accepted) *Collector {
	c := &Collector{
		accepted: accepted, limit: maxGroups,
		byName: map[string]*row{}, byKind: map[contract.Violation]*Group{}, kinds: map[contract.Severity]int{},
	}
	for _, operation := range operations {
		c.addRow(operation.ID, true).isCovered = isCovered(operation)
	}
	return c
}

func (c *Collector) addRow(name string, documented bool) *row {
	added := &row{Operation: Operation{Operation: name, Documented: documented}, rank: len(c.rows), statuses: map[int]bool{}}
	c.rows, c.byName[name] = append(c.rows, added), added
	return added
}

// Skip counts exchanges that are not ours.
func (c *Collector) Skip(n int) { c.traffic.Skipped += n }

// SkipPreflight counts a request that a browser sent on its own account.
func (c *Collector) SkipPreflight() { c.traffic.Preflights++ }

// Remark adds something about the run.
func (c *Collector) Remark(remark Remark) {
	remark.Text = clean(remark.Text)
	c.remarks = append(c.remarks, remark)
}

// Check compares one exchange of ours with a contract, and adds it.
func (c *Collector) Check(with *contract.Contract, exchange contract.Exchange, file string, number int) {
	if isPreflight(exchange.Request) {
		c.SkipPreflight()
		return
	}
	checked := Checked{File: file, Number: number, Violations: with.Check(exchange)}
	if operation, found := with.Find(exchange.Request); found {
		checked.Operation = operation.ID
	} else if len(checked.Violations) > 0 {
		checked.Operation = checked.Violations[0].Operation
	}
	if exchange.Reply != nil {
		checked.Status = exchange.Reply.Status
	}
	c.Add(checked)
}

// isPreflight reports whether a browser sent a request on its own account, before that of a program.
func isPreflight(request contract.Request) bool {
	return request.Method == http.MethodOptions && request.Header.Get("Access-Control-Request-Method") != ""
}

// Checked is an exchange that was compared with a contract.
type Checked struct {
	File       string
	Number     int    // in the file, from 1
	Operation  string // as the violations name it
	Status     int    // of the reply; 0 if there was none
	Violations []contract.Violation
}

// Add counts an exchange.
func (c *Collector) Add(checked Checked) {
	c.traffic.Checked++
	row := c.rowOf(clean(checked.Operation))
	row.Seen++
	row.statuses[checked.Status] = true
	if !slices.ContainsFunc(checked.Violations, func(v contract.Violation) bool { return v.Severity == contract.Breach }) {
		row.Valid++
	}
	for _, violation := range checked.Violations {
		c.addViolation(row, cleaned(violation), Place{File: clean(checked.File), Entry: checked.Number})
	}
}

func (c *Collector) rowOf(name string) *row {
	switch known := c.byName[name]; {
	case known != nil:
		return known
	case len(c.rows) >= 2*c.limit:
		return &row{statuses: map[int]bool{}} // one too many is counted in the totals only
	}
	return c.addRow(name, false)
}

func (c *Collector) addViolation(row *row, violation contract.Violation, place Place) {
	place.Pointer = violation.Pointer
	violation.Pointer = pointer.General(violation.Pointer)
	count := 1 + violation.More
	violation.More = 0
	acceptance := c.accepted.match(violation)
	for _, totals := range []*Totals{&c.totals, &row.Totals} {
		totals.count(violation.Severity, acceptance != nil, count)
	}
	kind := violation
	kind.Got = ""
	group := c.byKind[kind]
	if group == nil {
		if c.kinds[kind.Severity] == c.limit {
			c.notListed += count
			return
		}
		c.kinds[kind.Severity]++
		group = &Group{Violation: violation, First: place, Accepted: acceptance}
		c.groups, c.byKind[kind] = append(c.groups, group), group
	}
	group.Count += count
}

func (t *Totals) count(severity contract.Severity, isAccepted bool, count int) {
	switch {
	case isAccepted:
		t.Accepted += count
	case severity == contract.Breach:
		t.Violations += count
	case severity == contract.Warning:
		t.Warnings += count
	default:
		t.Notes += count
	}
}

// Report sums up. Warnings fail only if it is strict.
func (c *Collector) Report(strict bool) *Report {
	report := &Report{
		Version: ReportVersion, Strict: strict, Traffic: c.traffic, Totals: c.totals, NotListed: c.notListed,
		Violations: []Group{}, Accepted: []Group{}, Remarks: slices.Concat([]Remark{}, c.remarks, c.remarksOfRun()),
		Operations: []Operation{}, NeverSeen: []string{}, OutOfReach: []string{},
	}
	for _, row := range c.rows {
		switch {
		case row.Seen > 0:
			report.Operations = append(report.Operations, row.Operation)
		case row.isCovered:
			report.NeverSeen = append(report.NeverSeen, row.Operation.Operation)
		default:
			report.OutOfReach = append(report.OutOfReach, row.Operation.Operation)
		}
	}
	for _, group := range c.sortedGroups() {
		if group.Accepted != nil {
			report.Accepted = append(report.Accepted, *group)
		} else {
			report.Violations = append(report.Violations, *group)
		}
	}
	slices.SortStableFunc(report.Remarks, func(a, b Remark) int { return cmp.Compare(rank(a.Severity), rank(b.Severity)) })
	report.Verdict = report.verdict()
	return report
}

func (c *Collector) remarksOfRun() []Remark {
	var remarks []Remark
	if c.traffic.Checked == 0 {
		remarks = append(remarks, Remark{Severity: contract.Warning, Text: "nothing was checked: no exchange is for a path of the contract"})
	}
	return append(remarks, c.accepted.unused(c)...)
}

// wasSeen reports whether there was an exchange of an operation and, unless it is 0, with a status.
func (c *Collector) wasSeen(operation string, status int) bool {
	row := c.byName[operation]
	return row != nil && row.Seen > 0 && (status == 0 || row.statuses[status])
}

func (c *Collector) sortedGroups() []*Group {
	return slices.SortedStableFunc(slices.Values(c.groups), func(a, b *Group) int {
		return cmp.Or(cmp.Compare(rank(a.Severity), rank(b.Severity)), cmp.Compare(c.rankOf(a.Operation), c.rankOf(b.Operation)))
	})
}

func (c *Collector) rankOf(operation string) int {
	if row := c.byName[operation]; row != nil {
		return row.rank
	}
	return len(c.rows)
}

// rank orders severities, the worst first.
func rank(severity contract.Severity) int {
	return slices.Index([]contract.Severity{contract.Breach, Failure, contract.Warning, contract.Note}, severity)
}
