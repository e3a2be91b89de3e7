package gainsight

import (
	"hash/maphash"

	"github.com/go-json-experiment/json"
)

// seen remembers every record of a list, to return each once and to notice a page that brings nothing new. It keeps 16
// bytes a record.
type seen[R any] struct {
	id      func(*R) Value[string]
	records map[fingerprint]bool
}

// fresh returns the records that were not there before, and all without an id, of which two can be alike. added is how
// many of them were never seen.
func (s *seen[R]) fresh(records []R) (fresh []R, added int, err error) {
	earlier := len(s.records)
	for i := range records {
		id := s.id(&records[i])
		known, err := s.add(id, &records[i])
		if err != nil {
			return nil, 0, err
		}
		if !known || id.Or("") == "" {
			fresh = append(fresh, records[i])
		}
	}
	return fresh, len(s.records) - earlier, nil
}

// add remembers a record by its id, or by all of it where a tenant left the id out.
func (s *seen[R]) add(id Value[string], record *R) (known bool, err error) {
	text := id.JSON()
	if id.Or("") == "" {
		whole, err := json.Marshal(record)
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

// fingerprint stands for a text. It is wide enough that two texts never share one by accident.
type fingerprint [2]uint64

var fingerprintSeeds = [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}

func fingerprintOf(text string) fingerprint {
	return fingerprint{maphash.String(fingerprintSeeds[0], text), maphash.String(fingerprintSeeds[1], text)}
}
