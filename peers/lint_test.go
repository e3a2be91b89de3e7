package peers

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/daveshanley/vacuum/model"
	"github.com/daveshanley/vacuum/motor"
	"github.com/daveshanley/vacuum/rulesets"
)

// finding is what a linter says about one place of a document.
type finding struct {
	isError     bool
	rule        string
	description string
}

type linter struct {
	name string
	lint func(t *testing.T, path string) []finding
}

var linters = []linter{
	{"redocly", lintRedocly},
	{"spectral", lintSpectral},
	{"vacuum", lintVacuum},
}

// No linter finds an error. What else they say is a matter of taste and is counted only.
func TestLintersFindNoError(t *testing.T) {
	for _, linter := range linters {
		t.Run(linter.name, func(t *testing.T) {
			t.Parallel()
			findings := linter.lint(t, documentPath)
			for _, found := range findings {
				if found.isError {
					t.Errorf("%s: %s", found.rule, found.description)
				}
			}
			t.Logf("not errors: %s", counts(findings))
		})
	}
}

func counts(findings []finding) string {
	number := map[string]int{}
	for _, found := range findings {
		if !found.isError {
			number[found.rule]++
		}
	}
	if len(number) == 0 {
		return "none"
	}
	var list []string
	for rule, n := range number {
		list = append(list, fmt.Sprintf("%s %d", rule, n))
	}
	slices.Sort(list)
	return strings.Join(list, ", ")
}

// mistakes are made in a copy of the document. Every linter must find each of them, or its silence means nothing.
var mistakes = []struct {
	name string
	make func(document any)
}{
	{"operation ID used twice", func(document any) {
		at(document, document, "paths", companyTeamPath, "put").(map[string]any)["operationId"] = "listCompanyTeamRecords"
	}},
	{"reference to nothing", func(document any) {
		content := at(document, document, "paths", companyTeamPath, "put", "requestBody", "content", "application/json")
		content.(map[string]any)["schema"] = map[string]any{"$ref": "#/components/schemas/Nothing"}
	}},
	{"example that its schema refuses", func(document any) {
		media := at(document, document, "paths", companyTeamPath+"/list", "post", "requestBody", "content", "application/json")
		example := at(document, media, "examples", "first-page", "value")
		example.(map[string]any)["limit"] = "many"
	}},
	{"responses that are text", func(document any) {
		at(document, document, "paths", companyTeamPath, "put").(map[string]any)["responses"] = "none"
	}},
}

func TestLintersFindMistakes(t *testing.T) {
	for _, linter := range linters {
		t.Run(linter.name, func(t *testing.T) {
			t.Parallel()
			known := linter.lint(t, documentPath)
			for _, mistake := range mistakes {
				t.Run(mistake.name, func(t *testing.T) {
					document := readYAML(t, documentPath)
					mistake.make(document)
					found := linter.lint(t, writeJSON(t, document))
					if !slices.ContainsFunc(found, newError(known)) {
						t.Error("the mistake was not found")
					}
				})
			}
		})
	}
}

// newError tells whether a finding is an error that the document itself does not have.
func newError(known []finding) func(finding) bool {
	return func(found finding) bool { return found.isError && !slices.Contains(known, found) }
}

func lintRedocly(t *testing.T, path string) []finding {
	t.Helper()
	out := runNode(t, "redocly", "lint", path, "--config", "redocly.yaml", "--format", "json", "--max-problems", "1000")
	var report struct {
		Problems []struct {
			RuleID, Severity, Message string
			Location                  []struct{ Pointer string }
		}
	}
	decode(t, out, &report)
	var findings []finding
	for _, problem := range report.Problems {
		description := problem.Message
		for _, place := range problem.Location {
			description += " " + place.Pointer
		}
		findings = append(findings, finding{problem.Severity == "error", problem.RuleID, description})
	}
	return findings
}

func lintSpectral(t *testing.T, path string) []finding {
	t.Helper()
	out := runNode(t, "spectral", "lint", path, "--ruleset", "spectral.yaml", "--format", "json", "--quiet")
	var report []struct {
		Code     string
		Path     []any
		Message  string
		Severity int
	}
	decode(t, out, &report)
	var findings []finding
	for _, problem := range report {
		description := fmt.Sprintf("%s %v", problem.Message, problem.Path)
		findings = append(findings, finding{problem.Severity == 0, problem.Code, description})
	}
	return findings
}

// decode reads the report of a linter. One that could not work at all writes none.
func decode(t *testing.T, out output, report any) {
	t.Helper()
	if err := json.Unmarshal(out.stdout, report); err != nil {
		t.Fatalf("exit code %d, no report: %v\n%s%s", out.code, err, out.stdout, out.stderr)
	}
}

func lintVacuum(t *testing.T, path string) []finding {
	t.Helper()
	document, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	silent := slog.New(slog.DiscardHandler)
	result := motor.ApplyRulesToRuleSet(&motor.RuleSetExecution{
		RuleSet:      rulesets.BuildDefaultRuleSetsWithLogger(silent).GenerateOpenAPIRecommendedRuleSet(),
		Spec:         document,
		SpecFileName: path,
		Logger:       silent,
		SilenceLogs:  true,
	})
	var findings []finding
	for _, err := range result.Errors {
		findings = append(findings, finding{true, "unreadable", err.Error()})
	}
	for _, problem := range result.Results {
		description := problem.Message + " " + problem.Path
		findings = append(findings, finding{vacuumError(problem), problem.RuleId, description})
	}
	return findings
}

// vacuumError takes an example that does not fit for an error, as the other linters do. Vacuum gives a reference to
// nothing no severity at all.
func vacuumError(problem model.RuleFunctionResult) bool {
	switch problem.RuleSeverity {
	case model.SeverityInfo, model.SeverityHint:
		return false
	case model.SeverityWarn:
		return problem.RuleId == rulesets.Oas3ValidSchemaExample
	}
	return true
}
