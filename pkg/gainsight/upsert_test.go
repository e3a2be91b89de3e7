package gainsight_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
)

func TestUpsertInsertsAndUpdates(t *testing.T) {
	tenant, client := newTenant(t)
	ibm, alex := tenant.AddCompany("IBM"), tenant.AddUser("Alex Example", "alex@example.com")

	record := byName("IBM", "Alex Example")
	if err := record.SetCustom("Tier__gc", "gold"); err != nil {
		t.Fatal(err)
	}
	if result, err := client.CompanyTeam.Upsert(t.Context(), []gainsight.CompanyTeamRecord{record}); err != nil || statuses(result) != "succeeded" || result.Calls != 1 {
		t.Fatalf("got %+v, %v", result, err)
	}
	update := byGsid(ibm, alex)
	update.UserRole = gainsight.Set("CSM")
	if result, err := client.CompanyTeam.Upsert(t.Context(), []gainsight.CompanyTeamRecord{update}); err != nil || statuses(result) != "succeeded" {
		t.Fatalf("got %+v, %v", result, err)
	}
	records := tenant.Records()
	if len(records) != 1 || records[0].UserRole.String() != "CSM" || records[0].TeamAdmin.String() != "false" || string(records[0].AdditionalProperties["Tier__gc"]) != `"gold"` {
		t.Errorf("got %v", records)
	}
}

// What goes over the wire is what was set, and nothing else.
func TestUpsertSendsOnlyWhatIsSet(t *testing.T) {
	listed := gainsight.CompanyTeamRecord{
		Gsid: gainsight.Set("1P07"), Name: gainsight.Set("Alex Example"), CompanyName: gainsight.Set("IBM"),
		CompanyGsid: gainsight.Set("1P02"), UserGsid: gainsight.Set("1P01"), UserName: gainsight.Set("Alex Example"),
		CreatedBy: gainsight.Set("123"), ModifiedBy: gainsight.Set("123"),
		UserRole: gainsight.Set("CSM"), TeamAdmin: gainsight.Set(false),
		AdditionalProperties: map[string]json.RawMessage{"Big__gc": json.RawMessage("12345678901234567890")},
	}
	gsidLookups := `{"CompanyGsid":{"fields":{"CompanyGsid":"Gsid"},"lookupField":"Gsid","multiMatchOption":"MARKASERROR","objectName":"Company","onNoMatch":"ERROR"},` +
		`"UserGsid":{"fields":{"UserGsid":"Gsid"},"lookupField":"Gsid","multiMatchOption":"MARKASERROR","objectName":"GsUser","onNoMatch":"ERROR"}}`
	nameLookups := strings.NewReplacer(`"CompanyGsid":"Gsid"`, `"CompanyName":"Name"`, `"UserGsid":"Gsid"`, `"UserName":"Name"`).Replace(gsidLookups)
	byEmail := gainsight.Lookups{"UserGsid": {Fields: map[string]string{"Email": "Email"}, LookupField: "Gsid", ObjectName: "GsUser"}}
	withEmail := gainsight.CompanyTeamRecord{CompanyGsid: gainsight.Set("1P02"), AdditionalProperties: map[string]json.RawMessage{"Email": json.RawMessage(`"a@example.com"`)}}

	for name, test := range map[string]struct {
		record  gainsight.CompanyTeamRecord
		options []gainsight.UpsertOption
		query   string
		records string
		lookups string
	}{
		"by GSID, a listed record":   {listed, []gainsight.UpsertOption{gainsight.ByGsid()}, "key=Gsid", `[{"Gsid":"1P07","TeamAdmin":false,"UserRole":"CSM","Big__gc":12345678901234567890}]`, ""},
		"by company and user, same":  {listed, nil, "key=CompanyGsid,UserGsid", `[{"CompanyGsid":"1P02","TeamAdmin":false,"UserGsid":"1P01","UserRole":"CSM","Big__gc":12345678901234567890}]`, gsidLookups},
		"by names":                   {byName("IBM", "Alex Example"), nil, "key=CompanyGsid,UserGsid", `[{"CompanyName":"IBM","UserName":"Alex Example"}]`, nameLookups},
		"null is sent":               {gainsight.CompanyTeamRecord{Gsid: gainsight.Set("1P07"), UserRole: gainsight.Null[string]()}, []gainsight.UpsertOption{gainsight.ByGsid()}, "key=Gsid", `[{"Gsid":"1P07","UserRole":null}]`, ""},
		"lookups given":              {withEmail, []gainsight.UpsertOption{gainsight.WithLookups(byEmail)}, "key=CompanyGsid,UserGsid", `[{"CompanyGsid":"1P02","Email":"a@example.com"}]`, `{"UserGsid":{"fields":{"Email":"Email"},"lookupField":"Gsid","objectName":"GsUser"}}`},
		"lookups given, by GSID":     {listed, []gainsight.UpsertOption{gainsight.ByGsid(), gainsight.WithLookups(byEmail), nil}, "key=Gsid", `[{"CompanyGsid":"1P02","CompanyName":"IBM","Gsid":"1P07","TeamAdmin":false,"UserGsid":"1P01","UserName":"Alex Example","UserRole":"CSM","Big__gc":12345678901234567890}]`, `{"UserGsid":{"fields":{"Email":"Email"},"lookupField":"Gsid","objectName":"GsUser"}}`},
		"empty string is sent":       {gainsight.CompanyTeamRecord{Gsid: gainsight.Set("1P07"), UserRole: gainsight.Set("")}, []gainsight.UpsertOption{gainsight.ByGsid()}, "key=Gsid", `[{"Gsid":"1P07","UserRole":""}]`, ""},
		"the GSID wins over a name":  {gainsight.CompanyTeamRecord{CompanyGsid: gainsight.Set("1P02"), CompanyName: gainsight.Set("IBM"), UserGsid: gainsight.Set("1P01")}, nil, "key=CompanyGsid,UserGsid", `[{"CompanyGsid":"1P02","UserGsid":"1P01"}]`, gsidLookups},
		"a null GSID leaves a name":  {gainsight.CompanyTeamRecord{CompanyGsid: gainsight.Null[string](), CompanyName: gainsight.Set("IBM"), UserName: gainsight.Set("A")}, nil, "key=CompanyGsid,UserGsid", `[{"CompanyName":"IBM","UserName":"A"}]`, nameLookups},
		"a role with odd characters": {gainsight.CompanyTeamRecord{Gsid: gainsight.Set("1P07"), UserRole: gainsight.Set("<ä&\"\u2028>")}, []gainsight.UpsertOption{gainsight.ByGsid()}, "key=Gsid", "[{\"Gsid\":\"1P07\",\"UserRole\":\"<ä&\\\"\u2028>\"}]", ""},
	} {
		t.Run(name, func(t *testing.T) {
			s, client := newScripted(t, ok(`{"result":true,"data":{"success":{"records":[{}]}}}`))
			result, err := client.CompanyTeam.Upsert(t.Context(), []gainsight.CompanyTeamRecord{test.record}, test.options...)
			if err != nil || statuses(result) != "succeeded" {
				t.Fatalf("got %+v, %v", result, err)
			}
			if got := s.requests[0].URL.RawQuery; got != test.query {
				t.Errorf("query: got %s, want %s", got, test.query)
			}
			var body struct{ Records, Lookups json.RawMessage }
			if err := json.Unmarshal([]byte(s.requests[0].body), &body); err != nil {
				t.Fatal(err)
			}
			if got := string(body.Records); got != test.records {
				t.Errorf("records: got  %s\n want %s", got, test.records)
			}
			if got := canonical(t, body.Lookups); got != test.lookups {
				t.Errorf("lookups: got  %s\n want %s", got, test.lookups)
			}
		})
	}
}

// canonical sorts the members of a JSON value.
func canonical(t *testing.T, text []byte) string {
	t.Helper()
	if len(text) == 0 {
		return ""
	}
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		t.Fatal(err)
	}
	sorted, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(sorted)
}

func TestUpsertNeverMixesLookups(t *testing.T) {
	tenant, client := newTenant(t)
	var rows []gainsight.CompanyTeamRecord
	for i := range 60 {
		company, user := fmt.Sprintf("Company %d", i), fmt.Sprintf("User %d", i)
		companyGsid, userGsid := tenant.AddCompany(company), tenant.AddUser(user, "")
		row := byName(company, user)
		if i%2 == 1 {
			row.CompanyGsid = gainsight.Set(companyGsid)
		}
		if i%3 == 1 {
			row.UserGsid = gainsight.Set(userGsid)
		}
		rows = append(rows, row)
	}
	result, err := client.CompanyTeam.Upsert(t.Context(), rows)
	if err != nil || result.Count(gainsight.Succeeded) != 60 || result.Calls != 4 {
		t.Fatalf("%d succeeded in %d calls, %v", result.Count(gainsight.Succeeded), result.Calls, err)
	}
	for i, record := range tenant.Records() {
		if got, want := record.CompanyName.String()[len("Company "):], record.UserName.String()[len("User "):]; got != want {
			t.Errorf("record %d: company %s has user %s", i, got, want)
		}
	}
	for i, outcome := range result.Outcomes {
		if outcome.Row.CompanyName.String() != fmt.Sprintf("Company %d", i) {
			t.Errorf("outcome %d is of %v", i, outcome.Row.CompanyName)
		}
	}
}

func TestUpsertBatches(t *testing.T) {
	for _, n := range []int{0, 1, 49, 50, 51, 100, 101} {
		tenant, client := newTenant(t)
		tenant.AddUser("Alex Example", "")
		var rows []gainsight.CompanyTeamRecord
		for i := range n {
			tenant.AddCompany(fmt.Sprint("C", i))
			rows = append(rows, byName(fmt.Sprint("C", i), "Alex Example"))
		}
		result, err := client.CompanyTeam.Upsert(t.Context(), rows)
		if want := (n + 49) / 50; err != nil || result.Count(gainsight.Succeeded) != n || result.Calls != want || len(tenant.Calls()) != want {
			t.Errorf("%d rows: %d succeeded in %d calls, %v", n, result.Count(gainsight.Succeeded), result.Calls, err)
		}
		if len(tenant.Records()) != n {
			t.Errorf("%d rows: %d records", n, len(tenant.Records()))
		}
	}
}

func TestUpsertRejections(t *testing.T) {
	for _, status := range []int{200, 400} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			tenant, client := newTenant(t, gainsighttest.WithUndocumentedStatus(status))
			for _, name := range []string{"IBM", "Twin", "Twin"} {
				tenant.AddCompany(name)
			}
			tenant.AddUser("Alex Example", "")
			rows := []gainsight.CompanyTeamRecord{byName("IBM", "Alex Example"), byName("Nowhere", "Alex Example"), byName("Twin", "Alex Example"), byName("IBM", "Nobody")}
			result, err := client.CompanyTeam.Upsert(t.Context(), rows)
			if err != nil || statuses(result) != "succeeded, rejected, rejected, rejected" {
				t.Fatalf("got %v, %v", statuses(result), err)
			}
			if rejected := result.Rejected(); len(rejected) != 3 || rejected[1].CompanyName.String() != "Twin" {
				t.Errorf("got %v", rejected)
			}
			if err := result.Err(); !errors.Is(err, gainsight.ErrInvalid) || !strings.Contains(err.Error(), "row 2") {
				t.Errorf("got %v", err)
			}
			if failure := failureOf(t, result.Outcomes[1].Err); failure.Code == "" || failure.Description == "" || failure.RequestID == "" {
				t.Errorf("got %+v", failure)
			}
			if len(tenant.Records()) != 1 || len(result.Leftovers()) != 0 {
				t.Errorf("%d records, leftovers %v", len(tenant.Records()), result.Leftovers())
			}
			// No row was written at all: the tenant refuses the call, and the row is rejected all the same.
			result, err = client.CompanyTeam.Upsert(t.Context(), rows[1:2])
			if err != nil || statuses(result) != "rejected" {
				t.Errorf("got %v, %v", statuses(result), err)
			}
		})
	}
}

func TestUpsertFaultsSendNothing(t *testing.T) {
	s, client := newScripted(t, ok(`{"result":true}`))
	oddGsid := byName("IBM", "Odd")
	oddGsid.CompanyGsid = gainsight.Set("\xff")
	bad := byName("IBM", "Bad")
	bad.UserRole = gainsight.Set("a\xffb")
	custom := byName("IBM", "Custom")
	custom.AdditionalProperties = map[string]json.RawMessage{"A__gc": json.RawMessage("yes")}
	_, err := client.CompanyTeam.Upsert(t.Context(), []gainsight.CompanyTeamRecord{
		byName("IBM", "A"),
		{CompanyName: gainsight.Set("IBM")},
		{},
		byName("IBM", "A"),
		byGsid("not a gsid", "1P01"),
		byName("", "B"),
		bad,
		custom,
		oddGsid,
		{CompanyName: gainsight.Set("IBM")}, // no user either, so not the same as row 1
	})
	want := map[int]int{1: 1, 2: 2, 3: 1, 4: 1, 5: 1, 6: 1, 7: 1, 8: 2, 9: 1}
	checkFaults(t, err, want)
	_, err = client.CompanyTeam.Upsert(t.Context(), []gainsight.CompanyTeamRecord{
		{Gsid: gainsight.Set("1P07")}, {}, {Gsid: gainsight.Set("1P07")}, {Gsid: gainsight.Set("a/b")}, {Gsid: gainsight.Set(strings.Repeat("A", 65))}, {Gsid: gainsight.Null[string]()},
	}, gainsight.ByGsid())
	checkFaults(t, err, map[int]int{1: 1, 2: 1, 3: 1, 4: 1, 5: 1})
	_, err = client.CompanyTeam.DeleteMany(t.Context(), []string{"1P07", "", "1P07", "a b", "1P08"})
	checkFaults(t, err, map[int]int{1: 1, 2: 1, 3: 1})
	if len(s.requests) != 0 {
		t.Errorf("%d requests were sent", len(s.requests))
	}
}

func checkFaults(t *testing.T, err error, want map[int]int) {
	t.Helper()
	var invalid *gainsight.InvalidRecordsError
	if !errors.As(err, &invalid) || !errors.Is(err, gainsight.ErrInvalid) {
		t.Fatalf("got %v", err)
	}
	got := map[int]int{}
	for _, record := range invalid.Records {
		got[record.Index]++
		if record.Fault == "" {
			t.Errorf("row %d has a fault without words", record.Index)
		}
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("faults by row: got %v, want %v: %v", got, want, err)
	}
}

// By their own GSIDs, too, as many records are no success by themselves.
func TestUpsertRepliesByGsid(t *testing.T) {
	for data, want := range map[string]string{
		`{"success":{"records":[{"Gsid":"0"},{"Gsid":"1"},{"Gsid":"2"}]}}`: "succeeded, succeeded, succeeded",
		`{"success":{"records":[{"Gsid":"0"},{"Gsid":"0"},{"Gsid":"2"}]}}`: "in doubt, in doubt, succeeded",
		`{"success":{"records":[{"Gsid":"7"},{"Gsid":"8"},{"Gsid":"9"}]}}`: "in doubt, in doubt, in doubt",
	} {
		_, client := newScripted(t, ok(`{"result":true,"data":`+data+`}`))
		rows := []gainsight.CompanyTeamRecord{{Gsid: gainsight.Set("0")}, {Gsid: gainsight.Set("1")}, {Gsid: gainsight.Set("2")}}
		if result, err := client.CompanyTeam.Upsert(t.Context(), rows, gainsight.ByGsid()); statuses(result) != want {
			t.Errorf("%s: got %s, want %s, %v", data, statuses(result), want, err)
		}
	}
}

func TestInvalidRecordsErrorIsShort(t *testing.T) {
	_, client := newScripted(t, ok(`{"result":true}`))
	err := client.CompanyTeam.Delete(t.Context(), "")
	if err == nil || !strings.Contains(err.Error(), "sent: 1 fault in the input; row 0: the GSID is empty") {
		t.Errorf("got %v", err)
	}
	_, err = client.CompanyTeam.DeleteMany(t.Context(), make([]string, 1000))
	if err == nil || len(err.Error()) > 400 || !strings.Contains(err.Error(), "1000 faults") || !strings.Contains(err.Error(), "and 995 more") {
		t.Errorf("got %v", err)
	}
}

// What a reply says of three rows, however it says it.
func TestUpsertReplies(t *testing.T) {
	names := []gainsight.CompanyTeamRecord{byName("A", "x"), byName("B", "x"), byName("C", "x")}
	gsids := []gainsight.CompanyTeamRecord{byGsid("A", "x"), byGsid("B", "x"), byGsid("C", "x")}
	for name, test := range map[string]struct {
		rows   []gainsight.CompanyTeamRecord
		data   string
		want   string
		failed bool
	}{
		"all written, by name":                 {names, `{"success":{"records":[{},{},{}]},"errors":null}`, "succeeded, succeeded, succeeded", false},
		"no errors at all":                     {names, `{"success":{"records":[{},{},{}]}}`, "succeeded, succeeded, succeeded", false},
		"one missing, by name":                 {names, `{"success":{"records":[{},{}]}}`, "in doubt, in doubt, in doubt", true},
		"one missing, by GSID":                 {gsids, `{"success":{"records":[{"CompanyGsid":"C","UserGsid":"x"},{"CompanyGsid":"A","UserGsid":"x"}]}}`, "succeeded, in doubt, succeeded", true},
		"one too many":                         {names, `{"success":{"records":[{},{},{},{}]}}`, "in doubt, in doubt, in doubt", true},
		"no data":                              {names, `null`, "in doubt, in doubt, in doubt", true},
		"an error with the row as sent":        {names, `{"success":{"records":[{},{}]},"errors":[{"records":[{"CompanyName":"B","UserName":"x"}],"errorCode":"GU_3016"}]}`, "succeeded, rejected, succeeded", false},
		"an error that is the row":             {names, `{"success":{"records":[{},{}]},"errors":[{"CompanyName":"B","UserName":"x","errorMessage":"bad"}]}`, "succeeded, rejected, succeeded", false},
		"an error with the row deeper":         {gsids, `{"success":{"records":[{},{}]},"errors":[{"a":[{"b":{"CompanyGsid":"B","UserGsid":"x"}}]}]}`, "succeeded, rejected, succeeded", false},
		"an error that names nobody":           {names, `{"success":{"records":[{},{}]},"errors":[{"errorMessage":"one was bad"}]}`, "in doubt, in doubt, in doubt", true},
		"an error that names a stranger":       {names, `{"success":{"records":[{},{}]},"errors":[{"records":[{"CompanyName":"Z","UserName":"x"}]}]}`, "in doubt, in doubt, in doubt", true},
		"one error known, one not":             {names, `{"success":{"records":[{}]},"errors":[{"records":[{"CompanyName":"B","UserName":"x"}]},{"errorMessage":"?"}]}`, "in doubt, rejected, in doubt", true},
		"written and named, and one unclear":   {gsids, `{"success":{"records":[{"CompanyGsid":"A","UserGsid":"x"},{"CompanyGsid":"B","UserGsid":"x"}]},"errors":[{"errorMessage":"one was bad"}]}`, "succeeded, succeeded, in doubt", true},
		"an error that echoes the batch":       {names, `{"success":{"records":[{},{}]},"errors":[{"records":[{"CompanyName":"A","UserName":"x"},{"CompanyName":"B","UserName":"x"},{"CompanyName":"C","UserName":"x"}]}]}`, "in doubt, in doubt, in doubt", true},
		"more written than can be":             {names, `{"success":{"records":[{},{},{}]},"errors":[{"records":[{"CompanyName":"B","UserName":"x"}]}]}`, "in doubt, in doubt, in doubt", true},
		"one written twice":                    {gsids, `{"success":{"records":[{"CompanyGsid":"A","UserGsid":"x"},{"CompanyGsid":"A","UserGsid":"x"},{"CompanyGsid":"B","UserGsid":"x"}]}}`, "in doubt, succeeded, in doubt", true},
		"one company three times":              {gsids, `{"success":{"records":[{"CompanyGsid":"A"},{"CompanyGsid":"A"},{"CompanyGsid":"A"}]}}`, "in doubt, in doubt, in doubt", true},
		"the same records as none":             {gsids, `{"success":{"records":[{"CompanyGsid":"Q","UserGsid":"x"},{"CompanyGsid":"R","UserGsid":"x"},{"CompanyGsid":"S","UserGsid":"x"}]}}`, "in doubt, in doubt, in doubt", true},
		"records that are null":                {names, `{"success":{"records":[null,null,null]}}`, "in doubt, in doubt, in doubt", true},
		"records that are numbers":             {names, `{"success":{"records":[1,2,3]}}`, "in doubt, in doubt, in doubt", true},
		"records that are codes":               {names, `{"success":{"records":[{"errorCode":"GU_3017"},{"errorCode":"GU_3017"},{"errorCode":"GU_3017"}]}}`, "in doubt, in doubt, in doubt", true},
		"a record with a code":                 {gsids, `{"success":{"records":[{"CompanyGsid":"A","UserGsid":"x"},{"CompanyGsid":"B","UserGsid":"x","errorCode":"GU_3017"},{"CompanyGsid":"C","UserGsid":"x"}]}}`, "succeeded, rejected, succeeded", false},
		"a record with a status":               {gsids, `{"success":{"records":[{"CompanyGsid":"A","UserGsid":"x"},{"CompanyGsid":"B","UserGsid":"x","Status":"FAILED"},{"CompanyGsid":"C","UserGsid":"x"}]}}`, "succeeded, rejected, succeeded", false},
		"records with custom fields":           {names, `{"success":{"records":[{"Error__gc":"x"},{"Territory":"Invalid"},{"errors":[]}]}}`, "succeeded, succeeded, succeeded", false},
		"errors of another name":               {names, `{"success":{"records":[{},{},{}]},"error":[{"records":[{"CompanyName":"B","UserName":"x"}]}]}`, "in doubt, in doubt, in doubt", true},
		"errors of another name, too few":      {names, `{"success":{"records":[{},{}]},"failedRecords":[{"CompanyName":"B","UserName":"x"}]}`, "succeeded, rejected, succeeded", false},
		"errors within the success":            {names, `{"success":{"records":[{},{}],"failed":[{"CompanyName":"B","UserName":"x"}]}}`, "succeeded, rejected, succeeded", false},
		"no errors of another name":            {names, `{"success":{"records":[{},{},{}]},"failedCount":0,"warnings":["slow"]}`, "succeeded, succeeded, succeeded", false},
		"only the company comes back":          {gsids, `{"success":{"records":[{"CompanyGsid":"A"},{"CompanyGsid":"B"},{"CompanyGsid":"C"}]}}`, "succeeded, succeeded, succeeded", false},
		"another spelling of a name":           {names, `{"success":{"records":[{"CompanyName":"a","UserName":"x"},{"CompanyName":"B","UserName":"x"},{"CompanyName":"C","UserName":"x"}]}}`, "succeeded, succeeded, succeeded", false},
		"an error for all":                     {names, `{"success":null,"errors":[{"records":[{"CompanyName":"A","UserName":"x"},{"CompanyName":"B","UserName":"x"},{"CompanyName":"C","UserName":"x"}]}]}`, "rejected, rejected, rejected", false},
		"all written, and an error for nobody": {names, `{"success":{"records":[{},{},{}]},"errors":[{"errorMessage":"?"}]}`, "in doubt, in doubt, in doubt", true},
		"no data found is no absence here":     {names, `{"success":{"records":[{},{}]},"errors":[{"records":[{"CompanyName":"B","UserName":"x"}],"errorCode":"GU_8003"}]}`, "succeeded, rejected, succeeded", false},
		"a row with two errors":                {names, `{"success":{"records":[{},{}]},"errors":[{"records":[{"CompanyName":"B","UserName":"x"}]},{"records":[{"CompanyName":"B","UserName":"x"}]}]}`, "succeeded, in doubt, succeeded", true},
		"errors as an object":                  {names, `{"success":{"records":[{},{}]},"errors":{"records":[{"CompanyName":"B","UserName":"x"}]}}`, "succeeded, rejected, succeeded", false},
		"errors as a text":                     {names, `{"success":{"records":[{},{}]},"errors":"one was bad"}`, "in doubt, in doubt, in doubt", true},
		"an empty list of errors":              {names, `{"success":{"records":[{},{},{}]},"errors":[]}`, "succeeded, succeeded, succeeded", false},
		"written and refused":                  {gsids, `{"success":{"records":[{"CompanyGsid":"A","UserGsid":"x"},{"CompanyGsid":"B","UserGsid":"x"},{"CompanyGsid":"C","UserGsid":"x"}]},"errors":[{"records":[{"CompanyGsid":"B","UserGsid":"x"}]}]}`, "succeeded, in doubt, succeeded", true},
		"an error with mistyped code":          {names, `{"success":{"records":[{},{}]},"errors":[{"records":[{"CompanyName":"B","UserName":"x"}],"errorCode":5}]}`, "succeeded, rejected, succeeded", false},
		"other order, one refused, by GSID":    {gsids, `{"success":{"records":[{"CompanyGsid":"C","UserGsid":"x"},{"CompanyGsid":"B","UserGsid":"x"}]},"errors":[{"records":[{"CompanyGsid":"A","UserGsid":"x"}],"errorCode":"GU_3016"}]}`, "rejected, succeeded, succeeded", false},
		"the same company, another user":       {gsids, `{"success":{"records":[{"CompanyGsid":"A","UserGsid":"y"}]}}`, "in doubt, in doubt, in doubt", true},
		"counts fit, one is a stranger":        {gsids, `{"success":{"records":[{"CompanyGsid":"Q","UserGsid":"x"},{"CompanyGsid":"A","UserGsid":"x"},{"CompanyGsid":"C","UserGsid":"x"}]}}`, "succeeded, in doubt, succeeded", true},
		"other order, by GSID":                 {gsids, `{"success":{"records":[{"CompanyGsid":"C","UserGsid":"x"},{"CompanyGsid":"A","UserGsid":"x"},{"CompanyGsid":"B","UserGsid":"x"}]}}`, "succeeded, succeeded, succeeded", false},
		"records of a row that is refused":     {gsids, `{"success":{"records":[{"CompanyGsid":"A"},{"CompanyGsid":"A"}]},"errors":[{"CompanyGsid":"A","UserGsid":"x","errorCode":"GU_3016"}]}`, "rejected, in doubt, in doubt", true},
		"a stranger beside a refusal":          {gsids, `{"success":{"records":[{"CompanyGsid":"A","UserGsid":"x"},{"CompanyGsid":"C","UserGsid":"x"},{"CompanyGsid":"Q","UserGsid":"x"}]},"errors":[{"CompanyGsid":"B","UserGsid":"x"}]}`, "succeeded, rejected, succeeded", false},
		"a record of a refused row":            {gsids, `{"success":{"records":[{"CompanyGsid":"A"}]},"errors":[{"CompanyGsid":"A","UserGsid":"x"},{"CompanyGsid":"C","UserGsid":"x"}]}`, "rejected, in doubt, rejected", true},
		"a record that is half of a row":       {gsids, `{"success":{"records":[{"CompanyGsid":"A","UserGsid":"x"},{"CompanyGsid":"A"}]},"errors":[{"CompanyGsid":"C","UserGsid":"x"}]}`, "succeeded, in doubt, rejected", true},
		"a record that is none":                {names, `{"success":{"records":[5,{}]}}`, "in doubt, in doubt, in doubt", true},
		"a message as another interface has":   {names, `{"success":{"records":[{},{}]},"errors":[{"records":[{"CompanyName":"B","UserName":"x"}],"errorMessage":"bad"}]}`, "succeeded, rejected, succeeded", false},
		"an empty object of errors":            {names, `{"success":{"records":[{},{},{}]},"errors": { } }`, "succeeded, succeeded, succeeded", false},
		"lists and objects of nothing":         {names, `{"success":{"records":[{},{},{}]},"errors":[[],{"records":[],"a":false,"b":""}]}`, "succeeded, succeeded, succeeded", false},
		"an error that is a number":            {names, `{"success":{"records":[{},{},{}]},"errors":[0]}`, "in doubt, in doubt, in doubt", true},
		"an empty text of errors":              {names, `{"success":{"records":[{},{},{}]},"errors":""}`, "succeeded, succeeded, succeeded", false},
		"too few, one twice":                   {gsids, `{"success":{"records":[{"CompanyGsid":"A","UserGsid":"x"},{"CompanyGsid":"A","UserGsid":"x"}]}}`, "in doubt, in doubt, in doubt", true},
		"too few, one of another spelling":     {names, `{"success":{"records":[{"CompanyName":"a","UserName":"x"},{"CompanyName":"B","UserName":"x"}]}}`, "in doubt, succeeded, in doubt", true},
		"too few, one of a stranger":           {gsids, `{"success":{"records":[{"CompanyGsid":"Q","UserGsid":"x"},{"CompanyGsid":"A","UserGsid":"x"}]}}`, "succeeded, in doubt, in doubt", true},
	} {
		t.Run(name, func(t *testing.T) {
			_, client := newScripted(t, ok(`{"result":true,"requestId":"r-1","data":`+test.data+`}`))
			result, err := client.CompanyTeam.Upsert(t.Context(), test.rows)
			if got := statuses(result); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
			if (err != nil) != test.failed {
				t.Errorf("got %v", err)
			}
			for i, outcome := range result.Outcomes {
				if outcome.Status == gainsight.Succeeded && outcome.Err != nil {
					t.Errorf("outcome %d has the error %v", i, outcome.Err)
				}
				if outcome.Status != gainsight.Succeeded && failureOf(t, outcome.Err).RequestID != "r-1" {
					t.Errorf("outcome %d has the error %v", i, outcome.Err)
				}
			}
		})
	}
}

// The error of a result is that of the failure that stopped it, if one did.
func TestErrorOfAResultIsWhatStoppedIt(t *testing.T) {
	_, client := newScripted(t, scripted{status: 400, body: `{"result":false,"errorCode":"GU_3016"}`}, scripted{status: 401, body: `{"result":false}`})
	result, err := client.CompanyTeam.Upsert(t.Context(), manyByName(120))
	if !errors.Is(err, gainsight.ErrUnauthorized) || result.Count(gainsight.InDoubt) != 50 || !errors.Is(result.Outcomes[0].Err, gainsight.ErrNotIsolated) || result.Count(gainsight.NotSent) != 70 {
		t.Errorf("got %v", err)
	}
}

// A refused row has a class, whatever its code is.
func TestClassOfARefusedRow(t *testing.T) {
	_, client := newScripted(t, ok(`{"result":true,"data":{"success":{"records":[{}]},"errors":[{"CompanyName":"C0","UserName":"Alex Example","errorCode":"GU_9999"}]}}`))
	result, err := client.CompanyTeam.Upsert(t.Context(), manyByName(2))
	if err != nil || statuses(result) != "rejected, succeeded" || !errors.Is(result.Err(), gainsight.ErrInvalid) || errors.Is(result.Err(), gainsight.ErrServer) {
		t.Errorf("got %v, %v", statuses(result), result.Err())
	}
}

// A refused call that says of some rows what became of them is believed; the others are in doubt.
func TestRefusedInPart(t *testing.T) {
	rows := []gainsight.CompanyTeamRecord{byGsid("A", "x"), byGsid("B", "x"), byGsid("C", "x")}
	for name, test := range map[string]struct{ code, data, want string }{
		"one written":                {"GU_2403", `{"success":{"records":[{"CompanyGsid":"A","UserGsid":"x"}]}}`, "succeeded, in doubt, in doubt"},
		"one written, one refused":   {"GU_3016", `{"success":{"records":[{"CompanyGsid":"A","UserGsid":"x"}]},"errors":[{"CompanyGsid":"B","UserGsid":"x"}]}`, "succeeded, rejected, in doubt"},
		"as many as rows, nameless":  {"GU_3016", `{"success":{"records":[{},{},{}]}}`, "rejected, rejected, rejected"}, // each by itself
		"nameless ones for the rest": {"GU_3016", `{"success":{"records":[{},{},{"CompanyGsid":"A","UserGsid":"x"}]}}`, "succeeded, in doubt, in doubt"},
		"nothing":                    {"GU_2403", `{"success":null,"errors":[]}`, "not sent, not sent, not sent"},
	} {
		t.Run(name, func(t *testing.T) {
			_, client := newScripted(t, scripted{status: 400, body: `{"result":false,"errorCode":"` + test.code + `","data":` + test.data + `}`})
			if result, err := client.CompanyTeam.Upsert(t.Context(), rows); statuses(result) != test.want || (err == nil) != (name == "as many as rows, nameless") {
				t.Errorf("got %s, want %s, %v", statuses(result), test.want, err)
			}
		})
	}
	_, client := newScripted(t, scripted{status: 400, body: `{"result":false,"errorCode":"GU_8003","data":{"success":{"gsid":["A"]},"errors":[{"gsid":["B"],"errorCode":"GU_8003"}]}}`})
	if result, err := client.CompanyTeam.DeleteMany(t.Context(), []string{"A", "B", "C"}); statuses(result) != "succeeded, absent, in doubt" || err == nil {
		t.Errorf("got %s, %v", statuses(result), err)
	}
}

// What a failed call means for its rows and for the batches behind it, if all calls fail alike. What leaves rows in doubt is
// sent once more. A refusal that names no row is a verdict only on a row by itself, and only if it is known to be about a row.
func TestFailedBatch(t *testing.T) {
	refused := func(status int, code string) scripted {
		return scripted{status: status, body: `{"result":false,"errorCode":"` + code + `"}`}
	}
	for name, test := range map[string]struct {
		reply               scripted
		many, single, later string
		calls               int // for 51 rows
	}{
		"no lookup object":        {refused(400, "GU_2403"), "not sent", "not sent", "not sent", 1},
		"no lookups":              {refused(400, "GU_3014"), "not sent", "not sent", "not sent", 1},
		"key not allowed":         {refused(400, "GU_3019"), "not sent", "not sent", "not sent", 1},
		"unauthorized":            {refused(401, "GS_APIG_2401"), "not sent", "not sent", "not sent", 1},
		"HTML at 403":             {scripted{status: 403, body: "<html>"}, "not sent", "not sent", "not sent", 1},
		"payload empty":           {refused(400, "GU_3006"), "not sent", "not sent", "not sent", 1},
		"no GSID":                 {refused(400, "GU_8002"), "not sent", "not sent", "not sent", 1},
		"too large, no code":      {refused(413, ""), "not sent", "not sent", "not sent", 1},
		"feature off":             {refused(400, "GU_8005"), "not sent", "not sent", "not sent", 1},
		"unknown route":           {refused(404, "GS_APIG_1000"), "not sent", "not sent", "not sent", 1},
		"HTML at 404":             {scripted{status: 404, body: "<html>"}, "not sent", "not sent", "not sent", 1},
		"too many":                {refused(416, "GU_8006"), "not sent", "not sent", "not sent", 6},
		"refused without code":    {refused(400, ""), "not sent", "rejected", "not sent", 8},
		"nothing said at 200":     {ok(`{"result":false}`), "not sent", "rejected", "not sent", 8},
		"rate limited":            {refused(429, "GU_2400"), "not sent", "not sent", "not sent", 1},
		"gateway limit at 200":    {refused(200, "GS_APIG_2404"), "not sent", "not sent", "not sent", 1},
		"gateway limit at 503":    {refused(503, "GS_APIG_2404"), "not sent", "not sent", "not sent", 1},
		"rate limited at 500":     {refused(500, "GU_2400"), "not sent", "not sent", "not sent", 1},
		"a limit, no envelope":    {scripted{status: 403, body: `{"errorCode":"GS_APIG_2404"}`}, "not sent", "not sent", "not sent", 1},
		"a bad row at 429":        {refused(429, "GU_3016"), "not sent", "not sent", "not sent", 1},
		"connection refused":      {scripted{err: &net.OpError{Op: "dial", Err: errors.New("refused")}}, "not sent", "not sent", "not sent", 1},
		"a bad row":               {refused(400, "GU_3017"), "rejected", "rejected", "in doubt", 11},
		"a bad row at 200":        {refused(200, "GU_3016"), "rejected", "rejected", "in doubt", 11},
		"a code nobody knows":     {refused(400, "GU_9999"), "not sent", "rejected", "not sent", 8},
		"no data found":           {refused(400, "GU_8003"), "rejected", "rejected", "in doubt", 11},
		"server error":            {refused(500, "GU_1101"), "in doubt", "in doubt", "not sent", 2},
		"a bad row at 500":        {refused(500, "GU_3016"), "in doubt", "in doubt", "not sent", 2},
		"no data found at 503":    {refused(503, "GU_8003"), "in doubt", "in doubt", "not sent", 2},
		"result true at 404":      {scripted{status: 404, body: `{"result":true}`}, "in doubt", "in doubt", "not sent", 1},
		"result true at 429":      {scripted{status: 429, body: `{"result":true}`}, "in doubt", "in doubt", "not sent", 1}, // calls stop
		"a redirect":              {scripted{status: 302}, "in doubt", "in doubt", "not sent", 1},
		"HTML at 400":             {scripted{status: 400, body: "<html>"}, "in doubt", "in doubt", "not sent", 1},
		"HTML at 408":             {scripted{status: 408, body: "<html>"}, "in doubt", "in doubt", "not sent", 1},
		"a server error at 200":   {refused(200, "GU_1101"), "in doubt", "in doubt", "not sent", 1},
		"another protocol":        {scripted{status: 101}, "in doubt", "in doubt", "not sent", 1},
		"bad gateway":             {scripted{status: 502, body: "<html>"}, "in doubt", "in doubt", "not sent", 2},
		"cut off":                 {ok(`{"result":`), "in doubt", "in doubt", "not sent", 2},
		"reset":                   {scripted{err: errors.New("connection reset")}, "in doubt", "in doubt", "not sent", 2},
		"a code beside a success": {ok(`{"result":true,"errorCode":"GU_3016","data":{"success":{"records":[{}]}}}`), "in doubt", "in doubt", "not sent", 2},
		"a success of other rows": {ok(`{"result":true,"data":{"success":{"records":[{},{},{}]}}}`), "in doubt", "in doubt", "in doubt", 2},
	} {
		t.Run(name, func(t *testing.T) {
			var rows []gainsight.CompanyTeamRecord
			for i := range 51 { // a batch of 50 and a batch of one
				rows = append(rows, byName(fmt.Sprint("C", i), "x"))
			}
			for _, check := range []struct {
				rows        []gainsight.CompanyTeamRecord
				first, last string
			}{{rows, test.many, test.later}, {rows[:1], test.single, test.single}, {rows[:2], test.many, test.many}} {
				s, client := newScripted(t, test.reply) // that no call has stopped before
				result, err := client.CompanyTeam.Upsert(t.Context(), check.rows)
				first, last := result.Outcomes[0], result.Outcomes[len(check.rows)-1]
				if first.Status.String() != check.first || last.Status.String() != check.last {
					t.Errorf("%d rows: got %s … %s, want %s … %s", len(check.rows), first.Status, last.Status, check.first, check.last)
				}
				if left := len(result.Leftovers()); (err != nil) != (left > 0) {
					t.Errorf("%d rows: %d leftovers, and %v", len(check.rows), left, err)
				}
				if calls := len(s.requests); calls != result.Calls || len(check.rows) == 51 && calls != test.calls {
					t.Errorf("%d rows: %d requests, %d calls, want %d", len(check.rows), calls, result.Calls, test.calls)
				}
				if first.Err == nil || strings.Contains(fmt.Sprint(err), "nil") && err != nil {
					t.Errorf("%d rows: %v, %v", len(check.rows), first.Err, err)
				}
			}
		})
	}
}

// Listing, changing one member, and handing the record back works as one expects.
func TestReadChangeWrite(t *testing.T) {
	tenant, client := newTenant(t)
	tenant.AddCompany("IBM")
	tenant.AddUser("Alex Example", "")
	if _, err := client.CompanyTeam.Upsert(t.Context(), []gainsight.CompanyTeamRecord{byName("IBM", "Alex Example")}); err != nil {
		t.Fatal(err)
	}
	for _, options := range [][]gainsight.UpsertOption{{gainsight.ByGsid()}, nil} {
		var changed []gainsight.CompanyTeamRecord
		for record, err := range client.CompanyTeam.List(t.Context(), gainsight.CompanyTeamListOptions{}) {
			if err != nil {
				t.Fatal(err)
			}
			record.UserRole = gainsight.Set(record.UserRole.String() + "!")
			changed = append(changed, record)
		}
		if result, err := client.CompanyTeam.Upsert(t.Context(), changed, options...); err != nil || statuses(result) != "succeeded" {
			t.Fatalf("got %v, %v, %v", statuses(result), err, result.Err())
		}
	}
	if got := tenant.Records()[0].UserRole.String(); got != "Account Manager!!" {
		t.Errorf("got %s", got)
	}
	if v := tenant.Violations(); len(v) != 0 {
		t.Errorf("violations: %v", v)
	}
}
