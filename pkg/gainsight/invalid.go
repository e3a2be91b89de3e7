package gainsight

import (
	"fmt"
	"strings"
)

// InvalidRecord is one fault of one row.
type InvalidRecord struct {
	Index int    // of the row in the input
	Fault string // what is wrong and what to do; it does not quote the record
}

// InvalidRecordsError lists every row that could not have succeeded. Nothing was sent.
type InvalidRecordsError struct {
	Records []InvalidRecord
}

const maxFaultsShown = 5

// Error names the first faults and counts the rest.
func (e *InvalidRecordsError) Error() string {
	var b strings.Builder
	b.WriteString("gainsight: nothing was sent: ")
	if len(e.Records) == 1 {
		b.WriteString("1 fault in the input")
	} else {
		fmt.Fprintf(&b, "%d faults in the input", len(e.Records))
	}
	for i, record := range e.Records {
		if i == maxFaultsShown {
			fmt.Fprintf(&b, "; and %d more", len(e.Records)-i)
			break
		}
		fmt.Fprintf(&b, "; row %d: %s", record.Index, record.Fault)
	}
	return b.String()
}

// Is makes errors.Is(err, ErrInvalid) true.
func (e *InvalidRecordsError) Is(target error) bool { return target == ErrInvalid }

// faults collects what is wrong with the rows of an input.
type faults struct {
	records []InvalidRecord
	seen    map[string]int // key to the index of the row that has it
}

func (f *faults) add(index int, format string, args ...any) {
	f.records = append(f.records, InvalidRecord{index, fmt.Sprintf(format, args...)})
}

// unique notes a fault if an earlier row has the same key: the reply could not tell the two apart.
func (f *faults) unique(index int, key string) {
	if f.seen == nil {
		f.seen = map[string]int{}
	}
	if first, found := f.seen[key]; found {
		f.add(index, "has the same key as row %d; send one of them", first)
		return
	}
	f.seen[key] = index
}

func (f *faults) err() error {
	if len(f.records) == 0 {
		return nil
	}
	return &InvalidRecordsError{f.records}
}

// maxGsid is generous: every GSID seen has 36 digits and letters (A, in samples), but no rule is documented.
const maxGsid = 64

// gsidFault says what keeps a text from being a GSID, and nothing if it can be one.
func gsidFault(gsid string) string {
	if gsid == "" {
		return "is empty"
	}
	if len(gsid) > maxGsid {
		return fmt.Sprintf("is longer than %d characters", maxGsid)
	}
	for _, r := range gsid {
		if (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') {
			return "has characters other than letters and digits"
		}
	}
	return ""
}
