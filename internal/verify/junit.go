package verify

import (
	"encoding/xml"
	"fmt"
	"strings"
)

// The elements that Jenkins, GitLab and the reporters for GitHub agree on. They read one failure of a test case, so it
// lists all that fails.
type (
	junitSuites struct {
		XMLName xml.Name   `xml:"testsuites"`
		Suite   junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Errors   int         `xml:"errors,attr"`
		Skipped  int         `xml:"skipped,attr"`
		Time     string      `xml:"time,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Name    string        `xml:"name,attr"`
		Class   string        `xml:"classname,attr"`
		Time    string        `xml:"time,attr"`
		Skipped *junitSkipped `xml:"skipped"`
		Failure *junitFailure `xml:"failure"`
		Output  string        `xml:"system-out,omitempty"`
	}
	junitSkipped struct {
		Message string `xml:"message,attr"`
	}
	junitFailure struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",chardata"`
	}
)

const (
	junitName = "contract"
	// junitRun is the test case for what belongs to no operation.
	junitRun = "traffic"
)

// junit has a test case for every operation that can be seen, and one for the run as a whole.
func (r *Report) junit() ([]byte, error) {
	suite := junitSuite{Name: junitName, Time: "0"}
	lines := r.junitLines()
	for _, operation := range r.Operations {
		suite.add(lines[operation.Operation].testCase(operation.Operation))
	}
	for _, name := range r.NeverSeen {
		unseen := lines[name].testCase(name)
		if unseen.Failure == nil {
			unseen.Skipped = &junitSkipped{"never seen"}
		}
		suite.add(unseen)
	}
	suite.add(lines[junitRun].testCase(junitRun))
	text, err := xml.MarshalIndent(junitSuites{Suite: suite}, "", "  ")
	return append([]byte(xml.Header), append(text, '\n')...), err
}

func (s *junitSuite) add(c junitCase) {
	s.Tests++
	if c.Failure != nil {
		s.Failures++
	}
	if c.Skipped != nil {
		s.Skipped++
	}
	s.Cases = append(s.Cases, c)
}

// junitLines sorts everything that there is to say into test cases. What is about no operation, or about one without a
// test case, is about the run.
func (r *Report) junitLines() map[string]*junitLines {
	lines := map[string]*junitLines{junitRun: {}}
	for _, operation := range r.Operations {
		lines[operation.Operation] = &junitLines{}
	}
	for _, name := range r.NeverSeen {
		lines[name] = &junitLines{}
	}
	add := func(operation string, fails bool, line string) {
		if lines[operation] == nil {
			operation = junitRun
		}
		lines[operation].add(fails, line)
	}
	for _, group := range r.Violations {
		add(group.Operation, r.fails(group.Severity), group.line())
	}
	for _, group := range r.Accepted {
		add(group.Operation, false, fmt.Sprintf("accepted on %s (%s): %s", group.Accepted.Date, group.Accepted.Reason, group.line()))
	}
	for _, remark := range r.Remarks {
		add(remark.Operation, r.fails(remark.Severity), remark.String())
	}
	if r.NotListed > 0 {
		add(junitRun, r.Verdict == Failed, r.notListedLine())
	}
	add(junitRun, false, r.trafficLine())
	add(junitRun, false, r.summary())
	return lines
}

// junitLines are what there is to say of one test case.
type junitLines struct{ failing, others []string }

func (l *junitLines) add(fails bool, line string) {
	if fails {
		l.failing = append(l.failing, line)
	} else {
		l.others = append(l.others, line)
	}
}

func (l *junitLines) testCase(name string) junitCase {
	c := junitCase{Name: name, Class: junitName, Time: "0", Output: strings.Join(l.others, "\n")}
	if len(l.failing) > 0 {
		message := l.failing[0]
		if more := len(l.failing) - 1; more > 0 {
			message += fmt.Sprintf(" (and %d more)", more)
		}
		c.Failure = &junitFailure{Message: message, Type: junitName, Text: strings.Join(l.failing, "\n")}
	}
	return c
}

func (g Group) line() string {
	return fmt.Sprintf("%s (%d×, first in %s)", g.Violation, g.Count, g.First)
}
