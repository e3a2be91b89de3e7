package archive_test

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gainsight-go/gainsight-go/internal/archive"
	"github.com/gainsight-go/gainsight-go/internal/race"
)

const (
	longArchive = 200 << 20
	maxMemory   = 200 << 20
	variable    = "GAINSIGHT_GO_ARCHIVE" // names the archive that the child reads
)

// generated are archives of 200 MB, of which none is ever in memory or on disk. Each is a function, since the parts of
// the others would take memory too.
var generated = map[string]func() (start, repeated, end string){
	"many entries": func() (string, string, string) {
		entry := entryOf(object{"headers": header("accesskey", "k")}, object{"content": object{"text": strings.Repeat(`{"a":1},`, 500)}})
		return entries, jsonOf(entry) + ",\n", last
	},
	"one long body": func() (string, string, string) {
		return entries + `{"request":{"method":"GET","url":"` + users + `"},"response":{"status":200,"content":{"text":"`, strings.Repeat(`x\n\u00e4ä`, 1_000), `"}}},` + last
	},
	"long bodies": func() (string, string, string) {
		text := `{"encoding":"base64","text":"` + strings.Repeat("QUJD", 15<<18) + `"}`
		return entries, `{"request":{"method":"GET","url":"` + users + `","postData":` + text + `},"response":{"status":200,"content":` + text + `}},`, last
	},
	"one long list": func() (string, string, string) {
		return `{"log":{"pages":[`, strings.Repeat(`{"a":{"b":[1,2,3]}},`, 1_000), `1],"entries":[` + last
	},
	"one long entry": func() (string, string, string) {
		return entries + `{"request":{"method":"GET","url":"` + users + `"},"_webSocketMessages":[`, `"` + strings.Repeat("x", 10<<20) + `",`, `1]},` + last
	},
	"a long name": func() (string, string, string) {
		return `{"`, strings.Repeat(`x`, 1_000), `":1,"log":{"entries":[` + last
	},
	"what nobody wants": func() (string, string, string) {
		return entries, jsonOf(entryOf(object{"url": "data:x,x"}, nil)) + ",", last
	},
	"many lines": func() (string, string, string) {
		return "", strings.Replace(line, `"text":"{}"`, `"text":"`+strings.Repeat("x", 4_000)+`"`, 1) + "\n", line
	},
	"long lines": func() (string, string, string) {
		return "", strings.Replace(line, `"text":"{}"`, `"text":"`+strings.Repeat("x", 15<<20)+`"`, 1) + "\n", line
	},

	// Of the rest nothing can be read, which does not take more memory.

	"one line": func() (string, string, string) { return `{"recording":"`, strings.Repeat("x", 1_000), "" },
	"space":    func() (string, string, string) { return entries, strings.Repeat(" ", 1_000), last },
	"a number": func() (string, string, string) { return entries, strings.Repeat("1", 1_000), last },
	"brackets": func() (string, string, string) { return entries, strings.Repeat("[", 1_000), last },
}

const (
	entries = `{"log":{"entries":[`
	last    = `{"request":{"method":"GET","url":"` + users + `"}}]}}`
)

var unreadable = []string{"one line", "space", "a number", "brackets"}

// repeating is a text in which a part is repeated until it is long enough.
type repeating struct {
	text, repeated, end string
	rest                int
}

func (r *repeating) Read(p []byte) (n int, err error) {
	for n < len(p) {
		if r.text == "" {
			switch {
			case r.rest > 0:
				r.text = r.repeated
				r.rest -= len(r.repeated)
			case r.end != "":
				r.text, r.end = r.end, ""
			case n > 0:
				return n, nil
			default:
				return 0, io.EOF
			}
		}
		copied := copy(p[n:], r.text)
		n, r.text = n+copied, r.text[copied:]
	}
	return n, nil
}

// An archive of 200 MB takes less memory than that, whatever is in it. Each is read by a process of its own, which says
// what it has taken from the system. With -short it is 25 MB, and with the race detector, which is slow and takes memory
// itself, 4 MB: then little is shown.
func TestMemory(t *testing.T) {
	if name := os.Getenv(variable); name != "" {
		readGenerated(t, name)
		return
	}
	for name := range generated {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestMemory$", "-test.v", fmt.Sprintf("-test.short=%v", testing.Short()))
			child.Env = append(os.Environ(), variable+"="+name, "GOMEMLIMIT=128MiB") // as specfix verify has it
			if out, err := child.CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			} else {
				t.Logf("%s", out)
			}
		})
	}
}

func readGenerated(t *testing.T, name string) {
	length := longArchive
	switch {
	case race.Detector:
		length = 4 << 20
	case testing.Short():
		length /= 8
	}
	started, count := time.Now(), 0
	start, repeated, end := generated[name]()
	source := &repeating{text: start, repeated: repeated, end: end, rest: length}
	_, err := archive.Read(name, source, nil, func(archive.Entry) error { count++; return nil })
	if isReadable := !slices.Contains(unreadable, name); (err == nil) != isReadable || (count > 0) != isReadable {
		t.Errorf("got %d exchanges, %v", count, err)
	}
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	t.Logf("%d exchanges, %d MiB in %v", count, memory.Sys>>20, time.Since(started))
	if memory.Sys > maxMemory && !race.Detector {
		t.Errorf("%d MiB were taken from the system", memory.Sys>>20)
	}
}
