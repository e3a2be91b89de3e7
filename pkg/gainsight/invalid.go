package gainsight

import (
	"fmt"
	"strings"

	"github.com/go-json-experiment/json"
)

// InvalidRecord is one fault of one row, which was not sent.
type InvalidRecord struct {
	Index int    // of the row in the input
	Fault string // what is wrong and what to do; it does not quote the record
}

// Error tells the row and its fault.
func (r InvalidRecord) Error() string { return fmt.Sprintf("gainsight: row %d: %s", r.Index, r.Fault) }

// Is makes errors.Is(err, ErrInvalid) true.
func (r InvalidRecord) Is(target error) bool { return target == ErrInvalid }

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

// faults is what is wrong with one row.
type faults []string

func (f *faults) add(format string, args ...any) { *f = append(*f, fmt.Sprintf(format, args...)) }

// encode returns a record as JSON, and notes a fault if it cannot be written.
func (f *faults) encode(record any) []byte {
	text, err := json.Marshal(record)
	if err != nil {
		f.add("cannot be written as JSON: a text is not valid Unicode, or a custom member is not one JSON value")
	}
	return text
}

// gsid notes a fault if a text cannot be a GSID.
func (f *faults) gsid(field, gsid string) {
	if fault := gsidFault(gsid); fault != "" {
		f.add("%s %s", field, fault)
	}
}

// prepareGsid checks a row that is a GSID.
func prepareGsid(gsid string) (row item[string], faults faults) {
	faults.gsid("the GSID", gsid)
	return item[string]{sent: gsid, key: rowKey{first: gsid}}, faults
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
