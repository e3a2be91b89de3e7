package gainsight

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

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
	if op.id == "" {
		return errors.New("the request belongs to no operation; nothing was sent")
	}
	path := strings.TrimPrefix(u.Path, base.Path)
	if request.Method != op.method || !baseurl.IsPlainPath(u) || !op.matches(path) || isOtherOperation(op, path) {
		return fmt.Errorf("a parameter would change the path of the request, which must be %s; nothing was sent", op.path)
	}
	return nil
}

// isOtherOperation reports whether a parameter turned the path into the fixed path of a sibling, such as …/list.
func isOtherOperation(op operation, path string) bool {
	return path != op.path && slices.ContainsFunc(operations, func(other operation) bool { return other.path == path })
}

// matches reports whether path is the operation's path with every parameter filled in.
func (op operation) matches(path string) bool {
	want, got := strings.Split(op.path, "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return false
	}
	for i := range want {
		if isParameter := strings.HasPrefix(want[i], "{"); isParameter && got[i] == "" || !isParameter && got[i] != want[i] {
			return false
		}
	}
	return true
}
