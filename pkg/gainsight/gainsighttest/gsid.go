package gainsighttest

import "fmt"

const gsidLength = 36

// The beginnings of GSIDs are like those in the vendor's samples, where each kind of object has its own; the words
// after them keep anybody from taking one for real.
const (
	companyPrefix = "1P02COMPANY"
	userPrefix    = "1P01USER"
	recordPrefix  = "1P07TEAM"
	groupPrefix   = "1P09GROUP"
)

func makeGsid(prefix string, n int) string {
	return fmt.Sprintf("%s%0*d", prefix, gsidLength-len(prefix), n)
}

// wellFormed reports whether a text can be a GSID at all. The vendor says nothing of its form; the samples have 36
// digits and capital letters, and lower case passes too, to be on the safe side.
func wellFormed(gsid string) bool {
	if len(gsid) != gsidLength {
		return false
	}
	for _, c := range []byte(gsid) {
		if !(c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z') {
			return false
		}
	}
	return true
}
