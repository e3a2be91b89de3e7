//go:build !race

package quotasim_test

const raceDetector = false
