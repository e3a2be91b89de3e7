package main

import (
	"path"
	"regexp"
)

// symbol is one line of the text of a Go API.
type symbol struct {
	key   string // folder/package, then .Name or .Type.Member
	whole string // the key of what it is a part of
	line  string
}

// name is how people call it: without the folder.
func (s symbol) name() string { return path.Base(s.key) }

var (
	packagePart = regexp.MustCompile(`^pkg (\S+), (.+)$`)
	memberLine  = regexp.MustCompile(`^(?:method \(\*?(\w+)\)|type (\w+) (?:struct|interface),) (\w+)`)
	objectLine  = regexp.MustCompile(`^(?:const|var|func|type) (\w+)`)
)

// parseSymbols reads a line of goPackages.text: its package, and what it says. Any other line is a symbol by itself, so
// that it is noticed as well.
func parseSymbols(text string) []symbol {
	found := packagePart.FindStringSubmatch(text)
	if found == nil {
		return []symbol{{key: text, line: text}}
	}
	pkg := symbol{key: found[1], line: "the package"}
	s := symbol{key: found[2], whole: pkg.key, line: found[2]}
	if found := memberLine.FindStringSubmatch(s.line); found != nil {
		s.whole = pkg.key + "." + found[1] + found[2]
		s.key = s.whole + "." + found[3]
	} else if found := objectLine.FindStringSubmatch(s.line); found != nil {
		s.key = pkg.key + "." + found[1]
	}
	return []symbol{pkg, s}
}
