package gainsight

import (
	"slices"

	"github.com/go-json-experiment/json/jsontext"
)

// claims is what a reply says of the rows of a batch.
type claims[T any] struct {
	receipt
	rows      []T
	compare   func(row, record T) likeness
	writes    []int       // per row: written records that are the row
	refusals  [][]verdict // per row: errors that name the row
	nameless  []T         // written records that are not known to be a row
	strangers int         // errors that name no row
}

func newClaims[T any](rows []T, receipt receipt, compare func(row, record T) likeness) *claims[T] {
	return &claims[T]{receipt: receipt, rows: rows, compare: compare, writes: make([]int, len(rows)), refusals: make([][]verdict, len(rows))}
}

func (c *claims[T]) written(record T) {
	i := slices.IndexFunc(c.rows, func(row T) bool { return c.compare(row, record) == same })
	if i < 0 {
		c.nameless = append(c.nameless, record)
		return
	}
	c.writes[i]++
}

// refused takes an error, which names rows by the records that are in it.
func (c *claims[T]) refused(item jsontext.Value, named []T) {
	v := c.refusalIn(item)
	found := false
	for i, row := range c.rows {
		for _, record := range named {
			if c.compare(row, record) == same {
				c.refusals[i] = append(c.refusals[i], v)
				found = true
				break
			}
		}
	}
	if !found {
		c.strangers++
	}
}

// verdicts weighs the claims. A row that one claim is about has its verdict, unless there are more claims than rows, so
// that at least one of the refusals is about something else. The rest is in doubt unless it can only have been written.
func (c *claims[T]) verdicts() []verdict {
	var open []T
	for i, row := range c.rows {
		if c.writes[i] == 0 && len(c.refusals[i]) == 0 {
			open = append(open, row)
		}
	}
	fitting, possible := 0, 0 // nameless records that could be any of the open rows, and one of all rows at least
	for _, record := range c.nameless {
		if c.countUnknown(open, record) == len(open) {
			fitting++
		}
		if c.countUnknown(c.rows, record) > 0 {
			possible++
		}
	}
	restIsWritten := !c.failed && c.strangers == 0 && len(c.nameless) == len(open) && fitting == len(open)
	tooMany := len(c.rows)-len(open)+possible > len(c.rows)
	verdicts := make([]verdict, len(c.rows))
	for i := range c.rows {
		writes, refusals := c.writes[i], c.refusals[i]
		switch {
		case writes == 1 && len(refusals) == 0, writes == 0 && len(refusals) == 0 && restIsWritten:
			verdicts[i] = verdict{status: Succeeded}
		case writes == 0 && len(refusals) == 1 && !tooMany:
			verdicts[i] = refusals[0]
		default:
			verdicts[i] = c.doubt()
		}
	}
	return verdicts
}

// countUnknown counts the rows that a record could be, as far as it tells.
func (c *claims[T]) countUnknown(rows []T, record T) (count int) {
	for _, row := range rows {
		if c.compare(row, record) == unknown {
			count++
		}
	}
	return count
}

func allSucceeded(rows int) []verdict {
	return slices.Repeat([]verdict{{status: Succeeded}}, rows)
}

// likeness is what comparing a row with a record of a reply shows.
type likeness int

const (
	unknown likeness = iota // the record lacks a member by which the row is known
	same
	different
)

func compareText(want string, value Value[string]) likeness {
	switch got, ok := value.Get(); {
	case !ok:
		return unknown
	case got == want:
		return same
	}
	return different
}
