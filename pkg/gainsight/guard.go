package gainsight

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/baseurl"
)

// guard lets a request pass only to the client's own host and to the path of its operation. An id such as ".." would
// otherwise turn one operation into another: net/url resolves it away before anybody sees it.
func guard(base *url.URL) step {
	return func(request *http.Request, next doer) (*http.Response, error) {
		if err := checkTarget(base, request); err != nil {
			return nil, &unsentError{err}
		}
		return next(request)
	}
}

func checkTarget(base *url.URL, request *http.Request) error {
	u := request.URL
	if u.Scheme != base.Scheme || u.Host != base.Host || u.User != nil {
		return errors.New("the request would leave the tenant's host; nothing was sent")
	}
	op := flightOf(request.Context()).op
	if op.ID == "" {
		return errors.New("the request belongs to no operation; nothing was sent")
	}
	path, isBelow := strings.CutPrefix(u.EscapedPath(), base.EscapedPath())
	if request.Method != op.Method || !isBelow || !(isSCIM(op) || baseurl.IsPlainPath(u)) || !matches(op, path) || isOtherOperation(op, path) {
		return fmt.Errorf("a parameter would change the path of the request, which must be %s; nothing was sent", op.Path)
	}
	return nil
}

// isOtherOperation reports whether a parameter turned the path into the fixed path of a sibling, such as …/list.
func isOtherOperation(op gsapi.Operation, path string) bool {
	return path != op.Path && slices.ContainsFunc(gsapi.Operations, func(other gsapi.Operation) bool { return other.Path == path })
}

// matches reports whether an escaped path is the operation's path with every parameter filled in.
func matches(op gsapi.Operation, path string) bool {
	want, got := strings.Split(op.Path, "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return false
	}
	for i := range want {
		if isParameter := strings.HasPrefix(want[i], "{"); isParameter && !isID(got[i]) || !isParameter && got[i] != want[i] {
			return false
		}
	}
	return true
}

// isID reports whether an escaped part of a path stays a part with something in it for every server, however often it is
// unescaped on its way: one with a slash inside is no path of any operation then, but one that steps up, or that comes to
// nothing, could be.
func isID(escaped string) bool {
	for range maxUnescapings {
		if !utf8.ValidString(escaped) || stepsAside.MatchString(escaped) {
			return false
		}
		unescaped := escapes.ReplaceAllStringFunc(escaped, unescape)
		if unescaped == escaped {
			return true
		}
		escaped = unescaped
	}
	return false
}

// maxUnescapings is more than any server does. What is escaped more often than that is an attack.
const maxUnescapings = 8

var (
	// stepsAside finds a part of a path that is empty or made of dots, up to what some servers take for its end.
	stepsAside = regexp.MustCompile(`(^|[/\\])\.{0,2}([/\\;?#]|$)`)
	escapes    = regexp.MustCompile(`%[0-9A-Fa-f]{2}`)
)

// unescape returns the byte that an escape stands for. Unlike url.PathUnescape, it can be used on a text in which others
// are broken, which a lenient server leaves alone.
func unescape(escape string) string {
	text, _ := url.PathUnescape(escape) // of two digits, it is always one
	return text
}
