package specfix_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/internal/specfix"
	"github.com/gainsight-go/gainsight-go/internal/specfix/specfixtest"
)

// badTexts is every text that is no readable document, with a part of the message.
var badTexts = map[string]struct{ text, want string }{
	"empty":               {"", ":1: is empty"},
	"blank":               {" \n\n", ":1: is empty"},
	"NUL":                 {"a: b\nc: \x00\n", ":2: is not text: it holds the control character U+0000"},
	"DEL":                 {"a: \x7f\n", ":1: is not text: it holds the control character U+007F"},
	"invalid UTF-8":       {"a: b\n\nc: \xff\n", ":3: is not text: byte 0xff is not valid UTF-8"},
	"HTML with a comment": {"<!-- saved from a browser -->\n<html></html>", ":1: is no YAML document: it is an HTML page: download the document itself"},
	"too many values":     {"a:" + strings.Repeat("\n- 1", 50_000), ":49999: holds more than 50000 values, which no API description needs"},
	"HTML":                {"\n<!DOCTYPE html><html></html>", ":1: is no YAML document: it is an HTML page: download the document itself"},
	"old HTML":            {"<HTML>\n<body>", ":1: is no YAML document: it is an HTML page"},
	"Git LFS":             {"version https://git-lfs.github.com/spec/v1\noid sha256:12\nsize 3\n", ":1: is no YAML document: it is a Git LFS pointer: run git lfs pull"},
	"no YAML":             {"a: b\nc: [1\nd: e\n", ":2: is not valid YAML: "},
	"tab":                 {"a:\n\t- b\n", ":2: is not valid YAML: "},
	"only comments":       {"# a\n# b\n", ":1: holds no YAML document"},
	"a list":              {"# a\n- b\n", ":2: is no YAML document: the top level is a sequence, but a mapping"},
	"a text":              {"hello\n", ":1: is no YAML document: the top level is a text"},
	"a number":            {"5\n", ":1: is no YAML document: the top level is a single value (int)"},
	"null":                {"~\n", ":1: is no YAML document: the top level is null"},
	"several documents":   {"a: b\n---\nc: d\n", ":2: holds several YAML documents"},
	"second is broken":    {"a: b\n---\nc: [\n", ": is not valid YAML"},
	"duplicate key":       {"a: b\nc:\n  d: 1\n  e: 2\n  d: 3\n", `:5: the key "d" stands here and in line 3 already`},
	"same key as text":    {"200: b\n'200': c\n", `:2: the key "200" stands here and in line 1 already`},
	"anchor":              {"a:\n  b: &x 1\n", ":2: uses the anchor &x"},
	"alias":               {"a: b\nc: *a\n", ":2: is not valid YAML: unknown anchor 'a' referenced"},
	"alias key":           {"a: b\n? [x]\n: 1\n", ":2: uses a sequence as a key"},
	"merge key":           {"a: b\n<<: {c: d}\n", ":2: uses the merge key <<"},
	"explicit tag":        {"a: b\nc: !!binary aGk=\n", ":2: uses the explicit tag !!binary"},
	"infinite":            {"a: -.inf\n", ":1: holds the number -.inf, which JSON cannot hold"},
	"not a number":        {"a: .nan\n", ":1: holds the number .nan"},
	"too deep":            {"a: " + strings.Repeat("[", 300) + strings.Repeat("]", 300) + "\n", ":1: is nested more than 200 levels deep"},
	"parser error":        {"a: b\nc: ]\n", ":2: is not valid YAML: did not find expected node content"},
	"really an alias":     {"a: &b 1\nc: *b\n", ":1: uses the anchor &b"},
	"much too deep":       {"a: " + strings.Repeat("[", 20000) + "\n", ": is not valid YAML: "},
	"list as key's item":  {"a:\n- ? {b: c}\n  : d\n", ":2: uses a mapping as a key"},
}

func TestReadDocumentRejects(t *testing.T) {
	for name, test := range badTexts {
		t.Run(name, func(t *testing.T) {
			_, err := specfix.ReadDocument("file.yml", []byte(test.text))
			var input *specfix.InputError
			if !errors.As(err, &input) {
				t.Fatalf("got %v", err)
			}
			if message := err.Error(); !strings.HasPrefix(message, "file.yml:") || !strings.Contains(message, test.want) || strings.Contains(message, "\n") {
				t.Errorf("got %q, want file.yml%s", message, test.want)
			}
		})
	}
}

func TestCanonical(t *testing.T) {
	tests := map[string]string{
		"{b: 1, a: [x, 'y', ~, True, 2.50]}": `{"a":["x","y",null,true,2.50],"b":1}`,
		"a: 0x1f\nb: 1_000\nc: +1\nd: .5":    `{"a":31,"b":1000,"c":1,"d":0.5}`,
		"a: 2024-01-02\n201: <b> & é":        `{"201":"<b> & é","a":"2024-01-02"}`,
		"a: 123456789012345678901234567890":  `{"a":123456789012345678901234567890}`,
	}
	for text, want := range tests {
		root, err := specfix.ReadDocument("file.yml", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if got := string(specfix.Canonical(root)); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

func TestReadSourceRejects(t *testing.T) {
	p := specfix.Project{Root: t.TempDir()}
	specfixtest.Write(t, p, "folder/file", "x")
	specfixtest.Write(t, p, "large", "x")
	if err := os.Truncate(p.Path("large"), specfix.MaxFileSize+1); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"gone": "gone: does not exist", "folder": "folder: is a folder, but a regular file is needed", "large": "large: is larger than 2 MiB",
	} {
		if _, err := p.ReadSource(name); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", name, err, want)
		}
	}
}
