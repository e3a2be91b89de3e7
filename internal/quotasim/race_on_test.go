//go:build race

package quotasim_test

// raceDetector makes everything some ten times slower: then tests try less.
const raceDetector = true
