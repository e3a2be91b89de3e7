package pointer

import "testing"

func TestGeneral(t *testing.T) {
	for from, want := range map[string]string{
		"":                        "",
		"/a":                      "/a",
		"/0":                      "/*",
		"/data/records/12/Gsid":   "/data/records/*/Gsid",
		"/data/records/12/v1/3/4": "/data/records/*/v1/*/*",
		"/a//0":                   "/a//*",
	} {
		if got := General(from); got != want {
			t.Errorf("General(%q) is %q, want %q", from, got, want)
		}
	}
}
