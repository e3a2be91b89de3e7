package archive_test

import (
	"errors"
	"net/url"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/internal/archive"
)

// Whatever is read: each exchange is complete, and an error names the archive.
func FuzzRead(f *testing.F) {
	f.Add(harOf(entryOf(nil, nil), entryOf(object{"postData": object{"params": header("a", "b")}}, object{"content": object{"text": "e30=", "encoding": "base64"}})))
	f.Add(harOf(entryOf(object{"url": "https://a b/c?d"}, object{"status": "0"})))
	f.Add("\ufeff" + line + "\n" + other)
	stop := errors.New("stop")
	f.Fuzz(func(t *testing.T, text string) {
		count := 0
		_, err := archive.Read("name", strings.NewReader(text), func(target *url.URL) bool { return target.Path != "/no" }, func(e archive.Entry) error {
			if e.Number < 1 || e.Request.URL == nil || e.Request.Method == "" || e.Request.Header == nil || e.Reply != nil && (e.Reply.Status < 100 || e.Reply.Header == nil) {
				t.Errorf("got %+v", e)
			}
			if count++; count > 100 {
				return stop
			}
			return nil
		})
		if err != nil && err != stop && !strings.HasPrefix(err.Error(), "name: ") {
			t.Error(err)
		}
	})
}
