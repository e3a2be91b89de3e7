package gainsight

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

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
	path, isBelow := strings.CutPrefix(u.EscapedPath(), base.Path)
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

// isID reports whether an escaped part of a path stays one part for every server, however often it is unescaped on its
// way: one with a slash in it is no path of any operation then, but one that steps up could be.
func isID(escaped string) bool {
	for escaped != "" {
		parts := strings.FieldsFunc(escaped, func(r rune) bool { return r == '/' || r == '\\' })
		if len(parts) == 0 || slices.ContainsFunc(parts, func(part string) bool { return part == "." || part == ".." }) {
			return false
		}
		unescaped, err := url.PathUnescape(escaped)
		if err != nil || unescaped == escaped {
			return true
		}
		escaped = unescaped
	}
	return false
}
