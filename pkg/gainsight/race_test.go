//go:build race

package gainsight_test

// With the race detector the mixtures take ten times as long, so there are fewer; make cover runs all of them.
func init() { mixes, isRace = 500, true }
