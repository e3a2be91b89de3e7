package gainsighttest

import (
	"cmp"
	"strconv"
	"strings"
)

// decimal is a number of any length, 0.digits times ten to the exponent. Custom fields hold numbers that a float64
// would round, and one that was never meant to be expanded (1e999999999) must not cost any memory.
type decimal struct {
	negative bool
	digits   string // without zeros at either end; empty for zero
	exponent int64
}

const maxExponent = 1 << 60

// parseDecimal reads a number of JSON.
func parseDecimal(jsonNumber string) decimal {
	mantissa, exponentText, _ := strings.Cut(strings.ToLower(jsonNumber), "e")
	exponent, _ := strconv.ParseInt(exponentText, 10, 64) // out of range, it is the largest or the smallest int64
	exponent = max(-maxExponent, min(exponent, maxExponent))

	mantissa, negative := strings.CutPrefix(mantissa, "-")
	whole, fraction, _ := strings.Cut(mantissa, ".")
	all := whole + fraction
	digits := strings.TrimLeft(all, "0")
	exponent += int64(len(whole) - (len(all) - len(digits)))
	digits = strings.TrimRight(digits, "0")
	if digits == "" {
		return decimal{}
	}
	return decimal{negative, digits, exponent}
}

func (d decimal) sign() int {
	switch {
	case d.digits == "":
		return 0
	case d.negative:
		return -1
	}
	return 1
}

func (d decimal) compare(other decimal) int {
	if c := cmp.Compare(d.sign(), other.sign()); c != 0 {
		return c
	}
	return d.sign() * cmp.Or(cmp.Compare(d.exponent, other.exponent), cmp.Compare(d.digits, other.digits))
}
