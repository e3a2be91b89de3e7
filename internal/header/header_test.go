package header_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/gainsight-go/gainsight-go/internal/header"
)

func TestCanonical(t *testing.T) {
	got := header.Canonical(http.Header{"accesskey": {"a"}, "ACCESSKEY": {"b"}, "Accept": {"c"}})
	if !slices.Equal(got.Values("AccessKey"), []string{"b", "a"}) || got.Get("accept") != "c" {
		t.Errorf("%v", got)
	}
	if got := header.Canonical(nil); got == nil || len(got) != 0 {
		t.Errorf("%v", got)
	}
}
