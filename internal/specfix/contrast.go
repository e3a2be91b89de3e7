package specfix

// contrast shortens two texts so that their first difference is not cut off: when one of them is too long to be shown,
// both begin shortly before it.
func contrast(a, b string) (string, string) {
	if isShort(a) && isShort(b) {
		return a, b
	}
	start := beforeDifference(a, b)
	return abbreviate(from(a, start)), abbreviate(from(b, start))
}

// beforeDifference counts the runes up to shortly before the first difference.
func beforeDifference(a, b string) int {
	x, y := []rune(a), []rune(b)
	same := 0
	for same < min(len(x), len(y)) && x[same] == y[same] {
		same++
	}
	return max(0, same-40)
}

func from(text string, start int) string {
	if start == 0 {
		return text
	}
	return "…" + string([]rune(text)[start:])
}
