package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gainsight-go/gainsight-go/internal/probe"
	"github.com/gainsight-go/gainsight-go/internal/verify"
	"gopkg.in/yaml.v3"
)

func readGuide(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../docs/contract-ci.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// blocks returns the code blocks of a language.
func blocks(text, language string) []string {
	var found []string
	for _, match := range regexp.MustCompile("(?s)\n```"+language+"\n(.*?)\n```\n").FindAllStringSubmatch(text, -1) {
		found = append(found, match[1])
	}
	return found
}

type workflow struct {
	Name string
	On   map[string]any
	Jobs map[string]struct {
		Steps []struct {
			Run, Uses string
			Env       map[string]string
		}
	}
}

func TestGuideHasTrueYAML(t *testing.T) {
	all := blocks(readGuide(t), "yaml")
	if len(all) != 3 {
		t.Fatalf("%d blocks", len(all))
	}
	if _, err := verify.ReadAccepted("contract-accepted.yml", []byte(all[1]), time.Now()); err != nil {
		t.Error(err)
	}
	for _, block := range []string{all[0], all[2]} {
		var w workflow
		if err := yaml.Unmarshal([]byte(block), &w); err != nil || w.Name == "" || len(w.On) == 0 || len(w.Jobs) != 1 {
			t.Errorf("%v: %+v", err, w)
		}
		for _, job := range w.Jobs {
			for _, step := range job.Steps {
				if step.Run == "" && step.Uses == "" {
					t.Errorf("a step does nothing: %+v", job)
				}
				for name := range step.Env {
					if name != probe.AccessKeyVariable && name != probe.ClientIDVariable && name != probe.ClientSecretVariable {
						t.Errorf("the probe does not read %s", name)
					}
				}
			}
		}
	}
}

// Every command of the guide is one that specfix takes, up to its files.
func TestGuideHasTrueCommands(t *testing.T) {
	accepted := write(t, "contract-accepted.yml", "[]\n")
	traffic := har(t, good())
	commands := regexp.MustCompile(`specfix(?:@latest)? (verify|probe)( [^>\n]*(?:traffic\.har|--format markdown))`).FindAllStringSubmatch(readGuide(t), -1)
	if len(commands) != 4 {
		t.Fatalf("%d commands: %q", len(commands), commands)
	}
	setCredentials(t, "", "", "")
	for _, command := range commands {
		arguments := strings.NewReplacer("contract-accepted.yml", accepted, "traffic.har", traffic).Replace(command[2])
		code, _, stderr := call(append([]string{command[1]}, strings.Fields(arguments)...)...)
		if command[1] == "verify" && code != exitOK || command[1] == "probe" && !strings.Contains(stderr, "there are no credentials") {
			t.Errorf("%s: %d, %s", command[0], code, stderr)
		}
	}
}

func TestGuideListsFlags(t *testing.T) {
	_, help, _ := call("verify", "--help")
	guide := readGuide(t)
	for _, flag := range regexp.MustCompile(`\n  (--\w+(?: [A-Z]+)?)`).FindAllStringSubmatch(help, -1) {
		if !strings.Contains(guide, "| `"+flag[1]+"` |") {
			t.Errorf("the guide lacks %s", flag[1])
		}
	}
}

func TestGuideListsRules(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "../../pkg/gainsight/contract/violation.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	guide, rules := readGuide(t), 0
	ast.Inspect(file, func(node ast.Node) bool {
		spec, ok := node.(*ast.ValueSpec)
		if !ok || !strings.HasPrefix(spec.Names[0].Name, "Rule") {
			return true
		}
		rule, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
		if err != nil || !strings.Contains(guide, "\n| `"+rule+"` | ") {
			t.Errorf("the guide lacks the rule %s", rule)
		}
		rules++
		return false
	})
	if rules < 16 {
		t.Errorf("found %d rules", rules)
	}
}

func TestGuideListsMembersOfTheReport(t *testing.T) {
	guide := readGuide(t)
	var look func(reflect.Type)
	look = func(of reflect.Type) {
		for of.Kind() == reflect.Slice || of.Kind() == reflect.Pointer {
			of = of.Elem()
		}
		if of.Kind() != reflect.Struct {
			return
		}
		for i := range of.NumField() {
			field := of.Field(i)
			if name, _, _ := strings.Cut(field.Tag.Get("json"), ","); name != "" && !strings.Contains(guide, "`"+name+"`") {
				t.Errorf("the guide lacks %s.%s", of, name)
			}
			look(field.Type)
		}
	}
	look(reflect.TypeFor[verify.Report]())
}

func TestGuideListsPaths(t *testing.T) {
	guide := readGuide(t)
	for _, path := range verify.Paths {
		if !strings.Contains(guide, "`"+path+"`") {
			t.Errorf("the guide lacks %s", path)
		}
	}
}

// The table of CONTRIBUTING.md is one table, and each file in it is there. One without a folder is in that of the file
// before it.
func TestContributingNamesFiles(t *testing.T) {
	text, err := os.ReadFile("../../CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(text), "\n| symptom | file |\n|---|---|\n")
	table, _, _ = strings.Cut(table, "\n\n## ")
	for row := range strings.Lines(table) {
		_, cell, isRow := strings.Cut(strings.TrimPrefix(row, "| "), " | ")
		if !isRow {
			t.Errorf("no row of the table: %q", row)
		}
		folder := ""
		for _, name := range fileName.FindAllString(cell, -1) {
			name = strings.Trim(name, "`")
			if !strings.Contains(name, "/") {
				name = folder + "/" + name
			}
			folder = path.Dir(name)
			if found, err := filepath.Glob("../../" + name); err != nil || len(found) == 0 {
				t.Errorf("there is no %s", name)
			}
		}
	}
}

var fileName = regexp.MustCompile("`[\\w./*-]+(?:\\.(?:go|yml|lua|tmpl|md)|/)`")
