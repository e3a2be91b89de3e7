//go:build race

package contract_test

func init() { isRace = true }
