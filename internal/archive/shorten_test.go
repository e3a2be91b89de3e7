package archive

import (
	"encoding/json"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func shortened(source io.Reader, limit int) (string, *shortener) {
	s := &shortener{source: source, limit: limit}
	text, err := io.ReadAll(s)
	if err != nil {
		panic(err)
	}
	return string(text), s
}

func TestShortener(t *testing.T) {
	for text, want := range map[string]string{
		``:                             ``,
		`{"a":12345678}`:               `{"a":12345678}`,
		`"12345"`:                      `"12345"`,
		`"123456"`:                     `"12345"`,
		`["123456789","a","1234567"]`:  `["12345","a","12345"]`,
		`"\\\\\\\\"`:                   `"\\\\\\"`, // as many whole escapes as begin within the limit
		`"1234\u00e4567"`:              `"1234\u00e4"`,
		`"1234\"567"`:                  `"1234\""`,
		`"12345\"567"`:                 `"12345"`,
		`"1234ä567"`:                   `"1234ä"`,
		`"12345\\" "a"`:                `"12345" "a"`,
		`"123456\u00e4\\" "a"`:         `"12345" "a"`,
		`"123456\u12" "a"`:             `"12345" "a"`,
		`"1\u12" "abcdef"`:             `"1\u12" "abcde"`,
		`{"abcdefghi":"\u0022abc\"d"}`: `{"abcde":"\u0022"}`,
	} {
		for name, source := range map[string]io.Reader{"at once": strings.NewReader(text), "by bytes": iotest.OneByteReader(strings.NewReader(text)), "with its end": iotest.DataErrReader(strings.NewReader(text))} {
			if got, _ := shortened(source, 5); got != want {
				t.Errorf("%s, %s: got %s, want %s", text, name, got, want)
			}
		}
	}
}

func TestShortenerRemembers(t *testing.T) {
	got, s := shortened(strings.NewReader(`["1234567","a","123456"]x`), 5)
	for i, want := range map[int]bool{strings.Index(got, `,"a"`): true, strings.Index(got, `,"12`): false, strings.Index(got, `]`): true, 0: false} {
		if s.isCut(int64(i)) != want {
			t.Errorf("%d: %v", i, !want)
		}
	}
	for i, want := range map[int]int64{0: 0, 3: 3, strings.Index(got, `"a"`): 11, strings.Index(got, `x`): 24} {
		if got := s.original(int64(i)); got != want {
			t.Errorf("%d: got %d, want %d", i, got, want)
		}
	}
}

// What is JSON stays JSON, no string gets longer than an escape beyond the limit, and what is short enough is not
// touched.
func FuzzShortener(f *testing.F) {
	f.Add(`{"abcdefghijklm":"\u00e4\\\"ä€","b":[1,2,"x"]}`, 3, 2)
	f.Add(`"\ud83d\ude00"`, 1, 1)
	f.Fuzz(func(t *testing.T, text string, limit, chunk int) {
		limit, chunk = max(limit%32, 0), max(chunk%8, 0)+1
		got, s := shortened(&chunks{text, chunk}, limit)
		leftOut := len(text) - len(got)
		if s.original(int64(len(got))) != int64(len(text)) || leftOut > 0 != (len(s.cuts) > 0) {
			t.Errorf("%q: got %q, %+v", text, got, s.cuts)
		}
		if !json.Valid([]byte(text)) {
			return
		}
		if !json.Valid([]byte(got)) {
			t.Errorf("%q: got %q", text, got)
		}
		for _, c := range s.cuts {
			start := strings.LastIndexByte(strings.ReplaceAll(got[:c.end-1], `\"`, `\x`), '"') // wrong after \\, which is rare
			if length := int(c.end) - start; length > limit+16 && !strings.Contains(got, `\\`) {
				t.Errorf("%q: got %q", text, got)
			}
		}
	})
}

// chunks is a source that gives a few bytes at a time.
type chunks struct {
	text string
	size int
}

func (c *chunks) Read(p []byte) (int, error) {
	if c.text == "" {
		return 0, io.EOF
	}
	n := copy(p, c.text[:min(c.size, len(c.text))])
	c.text = c.text[n:]
	return n, nil
}
