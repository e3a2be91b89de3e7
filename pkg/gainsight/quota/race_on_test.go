//go:build race

package quota

// raceDetector makes everything some ten times slower: then tests try less.
const raceDetector = true
