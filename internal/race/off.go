//go:build !race

package race

// Detector tells whether a program was built with the race detector, with which all takes ten times as long: then tests
// try less.
const Detector = false
