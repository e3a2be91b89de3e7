package gainsight

import (
	"bytes"
	"errors"
	"hash/maphash"

	"github.com/go-json-experiment/json"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

// seen remembers every record of a list, to return each once and to notice a page that brings nothing new. It keeps 16
// bytes a record.
type seen[R any] struct {
	id      func(*R) Value[string]
	records map[fingerprint]bool
}

var errTwoForms = errors.New("the page has a record in two forms, with one id, and which one is true is not known")

// fresh returns the records of a page that were not there before, and all without an id, of which two can be alike. added
// is how many of them were never seen. It fails at a record that is on the page already and reads otherwise, with what is
// before it.
func (s *seen[R]) fresh(page []R) (fresh []R, added int, err error) {
	earlier := len(s.records)
	var firsts map[string]*R // made only if there is a record that was seen
	for i := range page {
		record := &page[i]
		id := s.id(record)
		known, err := s.add(id, record)
		if known && hasText(id) && err == nil {
			if firsts == nil {
				firsts = s.firsts(page)
			}
			err = checkAlike(firsts[id.JSON()], record)
		}
		if err != nil {
			return fresh, len(s.records) - earlier, err
		}
		if !known || !hasText(id) {
			fresh = append(fresh, *record)
		}
	}
	return fresh, len(s.records) - earlier, nil
}

// add remembers a record by its id, or by all of it where a tenant left the id out.
func (s *seen[R]) add(id Value[string], record *R) (known bool, err error) {
	text := id.JSON()
	if !hasText(id) {
		whole, err := wholeOf(record)
		if err != nil {
			return false, err
		}
		text = string(whole)
	}
	if s.records == nil {
		s.records = map[fingerprint]bool{}
	}
	mark := fingerprintOf(text)
	known = s.records[mark]
	s.records[mark] = true
	return known, nil
}

// firsts returns the first record on a page of each id.
func (s *seen[R]) firsts(page []R) map[string]*R {
	firsts := make(map[string]*R, len(page))
	for i := range page {
		id := s.id(&page[i]).JSON()
		if _, ok := firsts[id]; !ok {
			firsts[id] = &page[i]
		}
	}
	return firsts
}

func checkAlike[R any](one, other *R) error {
	if one == other {
		return nil
	}
	text, err := wholeOf(one)
	if err != nil {
		return err
	}
	otherText, err := wholeOf(other)
	if err == nil && !bytes.Equal(text, otherText) {
		err = errTwoForms
	}
	return err
}

func hasText(id Value[string]) bool { return id.Or("") != "" }

func wholeOf[R any](record *R) ([]byte, error) { return json.Marshal(record, wire.Tolerant) }

// fingerprint stands for a text. It is wide enough that two texts never share one by accident.
type fingerprint [2]uint64

var fingerprintSeeds = [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}

func fingerprintOf(text string) fingerprint {
	return fingerprint{maphash.String(fingerprintSeeds[0], text), maphash.String(fingerprintSeeds[1], text)}
}
