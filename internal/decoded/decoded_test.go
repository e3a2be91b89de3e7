package decoded_test

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"github.com/gainsight-go/gainsight-go/internal/decoded"
)

const (
	limit = 1 << 20
	reply = `{"result":true,"requestId":"ä","data":[1,2,3]}`
)

// packers by the name that Content-Encoding has for them. "bare" is deflate without the frame that the standard wants.
var packers = map[string]func(io.Writer) io.WriteCloser{
	"gzip":    func(w io.Writer) io.WriteCloser { return must(gzip.NewWriterLevel(w, gzip.BestSpeed)) },
	"deflate": func(w io.Writer) io.WriteCloser { return must(zlib.NewWriterLevel(w, zlib.BestSpeed)) },
	"bare":    func(w io.Writer) io.WriteCloser { return must(flate.NewWriter(w, flate.BestSpeed)) },
	"br":      func(w io.Writer) io.WriteCloser { return brotli.NewWriterLevel(w, brotli.BestSpeed) },
	"zstd":    func(w io.Writer) io.WriteCloser { return must(zstd.NewWriter(w)) },
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// pack applies the codings in their order.
func pack(text string, codings ...string) []byte {
	body := []byte(text)
	for _, coding := range codings {
		var packed bytes.Buffer
		w := packers[coding](&packed)
		must(w.Write(body))
		must(0, w.Close())
		body = packed.Bytes()
	}
	return body
}

func encoding(values ...string) http.Header { return http.Header{"Content-Encoding": values} }

func TestBodyIsUnpackedOrTakenAsItIs(t *testing.T) {
	html := "<!DOCTYPE html><title>Bad gateway</title>"
	cut := reply[:len(reply)-5]
	for _, text := range []string{reply, html, cut, "", "{", "80", "x", `"x^"`, strings.Repeat("ab", 100_000)} {
		for coding := range packers {
			header := encoding(strings.Replace(coding, "bare", "deflate", 1))
			for form, body := range map[string][]byte{"packed": pack(text, coding), "as it is": []byte(text)} {
				got, err := decoded.Body(header, body, limit)
				if err != nil || string(got) != text {
					t.Errorf("%s, %s, %.40q: got %.40q, %v", coding, form, text, got, err)
				}
			}
		}
	}
	for name, test := range map[string]struct {
		header http.Header
		body   []byte
	}{
		"no header":          {nil, []byte(reply)},
		"identity":           {encoding("identity", ""), []byte(reply)},
		"another spelling":   {http.Header{"content-encoding": {" GZip "}}, pack(reply, "gzip")},
		"an old name":        {encoding("x-gzip"), pack(reply, "gzip")},
		"two":                {encoding("deflate, gzip"), pack(reply, "deflate", "gzip")},
		"two in two":         {encoding("br", "zstd"), pack(reply, "br", "zstd")},
		"two, undone":        {encoding("br, gzip"), []byte(reply)},
		"unknown, undone":    {encoding("dcb"), []byte(reply)},
		"several gzip files": {encoding("gzip"), append(pack(reply[:9], "gzip"), pack(reply[9:], "gzip")...)},
	} {
		got, err := decoded.Body(test.header, test.body, limit)
		if want := reply; err != nil || string(got) != want {
			t.Errorf("%s: got %q, %v", name, got, err)
		}
	}
}

func TestBodyThatCannotBeUnpacked(t *testing.T) {
	long := strings.Repeat("0123456789", 1_000)
	for coding := range packers {
		header := encoding(strings.Replace(coding, "bare", "deflate", 1))
		packed := pack(reply+"\xff", coding)
		for name, body := range map[string][]byte{
			"cut off":    packed[:len(packed)/2],
			"not text":   []byte("\xff\xfe\xfd\x00\x01"),
			"more comes": append(bytes.Clone(packed), "\xff and more"...),
		} {
			if got, err := decoded.Body(header, body, limit); err == nil || errors.Is(err, decoded.ErrTooLong) {
				t.Errorf("%s, %s: got %q, %v", coding, name, got, err)
			}
		}
		if got, err := decoded.Body(header, pack(long, coding), int64(len(long))); err != nil || string(got) != long {
			t.Errorf("%s: of a length that is permitted: %v", coding, err)
		}
		for _, body := range [][]byte{pack(long, coding), []byte(long)} {
			if got, err := decoded.Body(header, body, int64(len(long)-1)); !errors.Is(err, decoded.ErrTooLong) {
				t.Errorf("%s: one byte too long: got %d bytes, %v", coding, len(got), err)
			}
		}
	}
	for name, header := range map[string]http.Header{"unknown": encoding("dcb"), "too many": encoding("gzip,gzip,gzip,gzip,gzip")} {
		if _, err := decoded.Body(header, pack(long, "gzip"), limit); err == nil || errors.Is(err, decoded.ErrTooLong) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// A few kilobytes that unpack to gigabytes take no more memory than the limit allows.
func TestBombs(t *testing.T) {
	bomb := strings.Repeat("\x00", 24<<20)
	for coding := range packers {
		header, body := encoding(strings.Replace(coding, "bare", "deflate", 1)), pack(bomb, coding)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := decoded.Body(header, body, limit)
		runtime.ReadMemStats(&after)
		if used := after.TotalAlloc - before.TotalAlloc; !errors.Is(err, decoded.ErrTooLong) || used > 20<<20 {
			t.Errorf("%s: %v, and %d bytes were taken", coding, err, used)
		}
	}
}

func FuzzBody(f *testing.F) {
	for coding := range packers {
		f.Add(strings.Replace(coding, "bare", "deflate", 1), pack(reply, coding))
	}
	f.Add("gzip, br", pack(reply, "gzip", "br"))
	f.Add("deflate", []byte("80"))
	f.Fuzz(func(t *testing.T, codings string, body []byte) {
		before := bytes.Clone(body)
		got, err := decoded.Body(encoding(codings), body, limit)
		if err == nil && len(got) > limit || !bytes.Equal(before, body) {
			t.Errorf("got %d bytes", len(got))
		}
	})
}
