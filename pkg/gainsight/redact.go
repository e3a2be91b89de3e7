package gainsight

import (
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/printable"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/secret"
)

// Texts from outside are cut to a length that fits into a log.
const (
	maxName        = 128
	maxDescription = 1024
)

// redacted takes the secrets out of everything in the error that comes from outside.
func (e *Error) redacted(secrets *secret.Keeper) *Error {
	e.Code, e.RequestID = printable.Cut(secrets.Text(e.Code), maxName), printable.Cut(secrets.Text(e.RequestID), maxName)
	e.SCIMType = printable.Cut(secrets.Text(e.SCIMType), maxName)
	e.Description, e.Excerpt = printable.Cut(secrets.Text(e.Description), maxDescription), secrets.Text(e.Excerpt)
	e.Err = secrets.Error(e.Err)
	return e
}
