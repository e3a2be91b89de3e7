package verify

import (
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/contract"
)

// ReportVersion is that of the JSON format. It changes when a member changes its meaning or goes.
const ReportVersion = 1

// Report is what came out. Its JSON is documented in docs/contract-ci.md.
type Report struct {
	Version int     `json:"version"`
	Verdict Verdict `json:"verdict"`
	Strict  bool    `json:"strict"` // whether warnings fail
	Traffic Traffic `json:"traffic"`
	Totals  Totals  `json:"totals"`
	// Violations are all kinds that are not accepted, the worst first.
	Violations []Group `json:"violations"`
	Accepted   []Group `json:"accepted"`
	// NotListed counts the violations whose kinds were too many to be listed. They count in everything else.
	NotListed int `json:"notListed"`
	// Remarks are about the run, and not about one exchange.
	Remarks    []Remark    `json:"remarks"`
	Operations []Operation `json:"operations"` // that were seen, in the order of the document
	NeverSeen  []string    `json:"neverSeen"`
	// OutOfReach are the operations of the document that lie outside the paths that are looked at.
	OutOfReach []string `json:"outOfReach"`
}

// Verdict is what a report comes to.
type Verdict string

// The verdicts.
const (
	Passed Verdict = "passed"
	Failed Verdict = "failed"
)

// Traffic counts exchanges.
type Traffic struct {
	Checked    int `json:"checked"`
	Skipped    int `json:"skipped"`    // of other paths or hosts
	Preflights int `json:"preflights"` // CORS preflights of browsers, which are skipped
}

// Totals counts violations, each as often as it was seen.
type Totals struct {
	Violations int `json:"violations"`
	Warnings   int `json:"warnings"`
	Notes      int `json:"notes"`
	Accepted   int `json:"accepted"`
}

// Group is one kind of violation: those that differ only in the indexes of arrays and in what was there. Its pointer has
// * for each index; what was there is that of the first.
type Group struct {
	contract.Violation
	Count    int         `json:"count"`
	First    Place       `json:"first"`
	Accepted *Acceptance `json:"accepted,omitempty"`
}

// Place is where a violation was seen.
type Place struct {
	File    string `json:"file"`
	Entry   int    `json:"entry"`   // its number in the file, from 1
	Pointer string `json:"pointer"` // with the indexes
}

// Acceptance says why a violation does not fail.
type Acceptance struct {
	Reason string `json:"reason"`
	Date   string `json:"date"` // YYYY-MM-DD
}

// Remark is about the run.
type Remark struct {
	Severity  contract.Severity `json:"severity"`
	Operation string            `json:"operation,omitempty"` // that it is about, if it is about one
	Text      string            `json:"text"`
}

// Failure is the severity of a call that failed, which says nothing about the contract.
const Failure contract.Severity = "failure"

// Operation is what was seen of one operation, or of a method and path that the contract does not have.
type Operation struct {
	Operation  string `json:"operation"`
	Documented bool   `json:"documented"`
	Seen       int    `json:"seen"`  // exchanges
	Valid      int    `json:"valid"` // of them, those without a violation, accepted ones included; warnings do not matter
	Totals
}

func (r *Report) fails(severity contract.Severity) bool {
	return severity == contract.Breach || severity == Failure || severity == contract.Warning && r.Strict
}

func (r *Report) verdict() Verdict {
	if r.Totals.Violations > 0 || r.Strict && r.Totals.Warnings > 0 {
		return Failed
	}
	for _, remark := range r.Remarks {
		if r.fails(remark.Severity) {
			return Failed
		}
	}
	return Passed
}
