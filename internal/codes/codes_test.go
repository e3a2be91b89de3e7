package codes_test

import (
	"testing"

	"github.com/gainsight-go/gainsight-go/internal/codes"
)

func TestCodes(t *testing.T) {
	for text, want := range map[string][2]bool{
		"GU_8004": {true, false}, "GS_APIG_2401": {true, false}, "GSOBJ_1XXX": {true, false},
		"uniqueness": {false, true}, "invalidFilter": {false, true},
		"": {}, "alex": {}, "alex@example.com": {}, "GU_8004 of Alex": {}, "gu_8004": {}, "1P01E316G9DAPFOLE6SOOUG71XRMN5F3PLER": {},
	} {
		if got := [2]bool{codes.IsVendors(text), codes.IsSCIM(text)}; got != want {
			t.Errorf("%q: got %v, want %v", text, got, want)
		}
	}
}
