package gainsight

import (
	"context"
	"errors"
	"fmt"
	"iter"
)

// sought says which one record is looked for.
type sought[R any] struct {
	what string
	is   func(R) likeness // a tenant may not have understood the condition
}

// only returns the one record that is sought.
func (l listing[R]) only(ctx context.Context, options ListOptions, sought sought[R]) (R, error) {
	var last receipt
	return only(l.each(ctx, options, &last), &last, sought)
}

// only returns the one of some records that is sought, and names the last reply in its errors.
func only[R any](records iter.Seq2[R, error], last *receipt, sought sought[R]) (R, error) {
	var one, none R
	found := false
	for record, err := range records {
		if err != nil {
			return none, err
		}
		switch is := sought.is(record); {
		case is == unknown:
			return none, last.failure(fmt.Errorf("the reply leaves out the field by which the %s is found", sought.what), "", "")
		case is == same && found:
			return none, last.failure(&countError{fmt.Sprintf("there is more than one %s", sought.what), ErrAmbiguous}, "", "")
		case is == same:
			one, found = record, true
		}
	}
	if !found {
		return none, last.failure(&countError{fmt.Sprintf("there is no %s", sought.what), ErrNotFound}, "", "")
	}
	return one, nil
}

// countError says that there is none, or more than one, where one was sought.
type countError struct {
	text  string
	class error
}

func (e *countError) Error() string { return e.text }

// isNobody reports whether a list was read to its end, and what was sought was not on it.
func isNobody(err error) bool {
	class, _ := countClass(err)
	return class == ErrNotFound
}

// countClass returns the class of a countError in an error.
func countClass(err error) (class error, found bool) {
	var count *countError
	if errors.As(err, &count) {
		return count.class, true
	}
	return nil, false
}
