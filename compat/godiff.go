package main

import "strings"

// compareText compares two versions of a Go API as lines of goPackages.text. When a whole package or type is gone or new,
// its parts are not listed.
func compareText(before, after []string) []difference {
	was, is := parseGoAPI(before), parseGoAPI(after)
	var found []difference
	for _, s := range was.notIn(is) {
		text := "is gone: " + s.line
		if now, isThere := is.byKey[s.key]; isThere {
			text = "was " + s.line + ", is " + now.line
		}
		found = append(found, difference{s.name(), text, true})
	}
	for _, s := range is.notIn(was) {
		switch _, wasThere := was.byKey[s.key]; {
		case wasThere:
		case was.isOpenInterface(s.whole):
			found = append(found, difference{s.name(), "is new, and others may implement the interface: " + s.line, true})
		default:
			found = append(found, difference{s.name(), "is new: " + s.line, false})
		}
	}
	return found
}

// goAPI is the text of a Go API, so that each symbol can be found.
type goAPI struct {
	symbols []symbol
	byKey   map[string]symbol
}

func parseGoAPI(lines []string) goAPI {
	api := goAPI{byKey: map[string]symbol{}}
	for _, line := range lines {
		for _, s := range parseSymbols(line) {
			if _, known := api.byKey[s.key]; !known {
				api.symbols = append(api.symbols, s)
				api.byKey[s.key] = s
			}
		}
	}
	return api
}

// notIn lists the symbols that another version does not have like this, without the parts of such symbols.
func (api goAPI) notIn(other goAPI) []symbol {
	var list []symbol
	for _, s := range api.symbols {
		if other.byKey[s.key] != s && (s.whole == "" || other.byKey[s.whole] == api.byKey[s.whole]) {
			list = append(list, s)
		}
	}
	return list
}

// isOpenInterface reports whether a symbol is an interface that others can implement, so that a new method breaks them.
func (api goAPI) isOpenInterface(key string) bool {
	return strings.HasSuffix(api.byKey[key].line, " "+openInterface)
}
