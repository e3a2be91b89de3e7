package main

import (
	"github.com/oasdiff/oasdiff/checker"

	"github.com/gainsight-go/gainsight-go/internal/specfix"
)

var effects = map[checker.Level]specfix.Effect{
	checker.ERR:  specfix.Breaks,
	checker.WARN: specfix.MayBreak,
	checker.INFO: specfix.Compatible,
}

// checks are oasdiff's, a few of them stricter.
func checks() *checker.Config {
	return checker.NewConfig(checker.GetAllChecks(), checker.WithSeverityLevels(map[string]checker.Level{
		// Nearly every member of a reply is optional here, and programs read them all the same.
		checker.ResponseOptionalPropertyRemovedId: checker.ERR,
		// The document marks as deprecated what nobody could confirm. Who calls it still does.
		checker.APIRemovedWithDeprecationId:     checker.ERR,
		checker.APIPathRemovedWithDeprecationId: checker.ERR,
		// Generators make names of it.
		checker.APIOperationIdRemovedId: checker.WARN,
	}))
}
