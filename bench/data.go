package bench

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/gainsight-go/gainsight-go/bench/plain"
)

// Rows is how many records a call carries, the most that a tenant takes.
const Rows = 50

// pageLimit is larger than Rows, so that a page with Rows records is the last one.
const pageLimit = 100

// listed are records as a list returns them, 8 known members and 4 custom ones. All of it is made up.
func listed() []plain.Record {
	records := make([]plain.Record, Rows)
	for i := range records {
		modified := time.Date(2026, 1, 2, 3, i, 0, 0, time.UTC)
		records[i] = plain.Record{
			Gsid:         fmt.Sprintf("1P09BENCH000000000000000000000TEAM%02d", i),
			CompanyGsid:  fmt.Sprintf("1P02BENCH000000000000000000000COMP%02d", i),
			CompanyName:  fmt.Sprintf("Example Company %02d", i),
			UserGsid:     fmt.Sprintf("1P01BENCH000000000000000000000USER%02d", i%7),
			UserName:     fmt.Sprintf("Example User %d", i%7),
			UserRole:     "Account Manager",
			TeamAdmin:    i%2 == 0,
			ModifiedDate: &modified,
			Tier:         "gold",
			Seats:        100 + i,
			Score:        0.5 + float64(i),
			Trial:        i%3 == 0,
		}
	}
	return records
}

// Writable are the same records with what can be written, for an upsert by company and user.
func Writable() []plain.Record {
	records := listed()
	for i := range records {
		r := &records[i]
		r.Gsid, r.CompanyName, r.UserName, r.ModifiedDate = "", "", "", nil
	}
	return records
}

// Page is a page of records as JSON.
func Page() []byte { return mustJSON(plain.Page{Limit: pageLimit, Records: listed()}) }

func listReply() []byte {
	return mustJSON(plain.ListReply{Result: true, Data: plain.Page{Limit: pageLimit, Records: listed()}})
}

func upsertReply() []byte {
	reply := plain.UpsertReply{Result: true}
	reply.Data.Success.Records = Writable()
	return mustJSON(reply)
}

// lookups are what our client fills in by itself.
func lookups() map[string]plain.Lookup {
	byGsid := func(field, object string) plain.Lookup {
		return plain.Lookup{
			Fields:      map[string]string{field: "Gsid"},
			LookupField: "Gsid", ObjectName: object,
			MultiMatchOption: "MARKASERROR", OnNoMatch: "ERROR",
		}
	}
	return map[string]plain.Lookup{"CompanyGsid": byGsid("CompanyGsid", "Company"), "UserGsid": byGsid("UserGsid", "GsUser")}
}

// selected are the fields that our client asks for by itself.
var selected = []string{"Gsid", "CompanyGsid", "CompanyName", "UserGsid", "UserName", "UserRole", "TeamAdmin", "ModifiedDate"}

// mustJSON encodes what this package made up itself.
func mustJSON(value any) []byte {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return text
}
