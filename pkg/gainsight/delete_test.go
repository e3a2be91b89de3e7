package gainsight_test

import (
	"errors"
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
)

const missing = "1P00000000000000000000000000NOTTHERE"

func TestDelete(t *testing.T) {
	for _, status := range []int{200, 400} {
		tenant, client := newTenant(t, gainsighttest.WithUndocumentedStatus(status))
		gsid := tenant.AddRecord(byGsid(tenant.AddCompany("IBM"), tenant.AddUser("Alex Example", "")))
		if err := client.CompanyTeam.Delete(t.Context(), gsid); err != nil {
			t.Fatal(err)
		}
		if err := client.CompanyTeam.Delete(t.Context(), gsid); !errors.Is(err, gainsight.ErrNotFound) {
			t.Errorf("%d: got %v", status, err)
		}
		if len(tenant.Records()) != 0 {
			t.Errorf("left: %v", tenant.Records())
		}
	}
}

// What a reply says against a deletion counts, even beside result: true.
func TestDeletionReplies(t *testing.T) {
	for data, want := range map[string]error{
		`null`: nil, `true`: nil, `{}`: nil, `"Done"`: nil, `{"success":true}`: nil, `{"success":{"gsid":["1p01"]},"errors":[]}`: nil,
		`"Record with GSID: 1P01 successfully deleted."`: nil,
		`"Record with GSID:1p01."`:                       nil,
		`"No data found for given criteria"`:             gainsight.ErrNotFound,
		`"Record with GSID: 1P02 successfully deleted."`: gainsight.ErrServer,
		`"Record with GSID: 1P01 could not be deleted."`: gainsight.ErrServer,
		`"Failed"`:                      gainsight.ErrServer,
		`false`:                         gainsight.ErrServer,
		`{"success":false}`:             gainsight.ErrServer,
		`{"success":{"gsid":[]}}`:       gainsight.ErrServer,
		`{"success":{"gsid":["1P02"]}}`: gainsight.ErrServer,
		`{"success":{"gsid":[]},"errors":[{"gsid":["1P01"],"errorCode":"GU_1129"}]}`: gainsight.ErrInvalid,
		`{"success":{"gsid":[]},"errors":[{"gsid":["1P01"],"errorCode":"GU_8003"}]}`: gainsight.ErrNotFound,
		`{"success":{"gsid":[]},"errors":[{"gsid":["1P02"],"errorCode":"GU_8003"}]}`: gainsight.ErrServer,
		`{"errors":"one"}`:      gainsight.ErrServer,
		`{"gone":1,"failed":1}`: gainsight.ErrServer,
	} {
		_, client := newScripted(t, ok(`{"result":true,"requestId":"r-1","data":`+data+`}`))
		err := client.CompanyTeam.Delete(t.Context(), "1P01")
		if !errors.Is(err, want) || (err == nil) != (want == nil) {
			t.Errorf("%s: got %v, want %v", data, err, want)
		}
		if err != nil && (failureOf(t, err).RequestID != "r-1" || !failureOf(t, err).Sent) {
			t.Errorf("%s: got %+v", data, err)
		}
	}
	synctest.Test(t, func(t *testing.T) {
		s := &script{replies: []scripted{{status: 503}, ok(`{"result":true,"data":"No data found"}`)}}
		client := newClient(t, "tenant.example.com", gainsight.WithHTTPClient(&http.Client{Transport: s}))
		if err := client.CompanyTeam.Delete(t.Context(), "1P01"); err != nil || len(s.requests) != 2 {
			t.Errorf("gone since the first attempt: got %v after %d requests", err, len(s.requests))
		}
	})
}

func TestDeleteMany(t *testing.T) {
	for _, n := range []int{0, 1, 50, 51, 120} {
		tenant, client := newTenant(t)
		fill(tenant, n)
		gsids, err := collect(t, client, gainsight.CompanyTeamListOptions{PageSize: 200})
		if err != nil {
			t.Fatal(err)
		}
		before := len(tenant.Calls())
		result, err := client.CompanyTeam.DeleteMany(t.Context(), append(gsids, missing))
		if err != nil || result.Err() != nil || result.Count(gainsight.Succeeded) != n || result.Outcomes[n].Status != gainsight.Absent {
			t.Fatalf("%d records: %v, %v, %v", n, statuses(result), err, result.Err())
		}
		if got, want := result.Calls, (n+1+49)/50; got != want || len(tenant.Calls())-before != want {
			t.Errorf("%d records: %d calls", n, got)
		}
		if len(tenant.Records()) != 0 {
			t.Errorf("%d are left", len(tenant.Records()))
		}
	}
}

func TestDeleteReplies(t *testing.T) {
	for name, test := range map[string]struct {
		data   string
		want   string
		failed bool
	}{
		"all gone":                     {`{"success":{"gsid":["A","B","C"]},"errors":null}`, "succeeded, succeeded, succeeded", false},
		"one was gone, as the sample":  {`{"success":{"gsid":["A","C"]},"errors":[{"gsid":["B"],"errorCode":"GSOBJ_1XXX","errorDesc":"No data found for given criteria"}]}`, "succeeded, absent, succeeded", false},
		"one was gone, by code":        {`{"success":{"gsid":["A","C"]},"errors":[{"gsid":["B"],"errorCode":"GU_8003"}]}`, "succeeded, absent, succeeded", false},
		"no errors, written in full":   {`{"success":{"gsid":["A","B","C"]},"errors":{}}`, "succeeded, succeeded, succeeded", false},
		"an empty text of errors":      {`{"success":{"gsid":["A","B","C"]},"errors":""}`, "succeeded, succeeded, succeeded", false},
		"a GSID without a list":        {`{"success":{"gsid":["A","C"]},"errors":[{"gsid":"B","errorCode":"GU_8003"}]}`, "succeeded, absent, succeeded", false},
		"one error without a list":     {`{"success":{"gsid":["A","C"]},"errors":{"gsid":["B"],"errorCode":"GU_8003"}}`, "succeeded, absent, succeeded", false},
		"an error of another shape":    {`{"success":{"gsid":["A","C"]},"errors":["B"]}`, "succeeded, in doubt, succeeded", true},
		"its code speaks for itself":   {`{"success":{"gsid":["A","C"]},"errors":[{"gsid":["B"],"errorCode":"GU_1129","errorDesc":"No data found, for it is no GSID"}]}`, "succeeded, rejected, succeeded", false},
		"one is refused":               {`{"success":{"gsid":["C","A"]},"errors":[{"gsid":["B"],"errorCode":"GU_1129","errorDesc":"Invalid GSID value"}]}`, "succeeded, rejected, succeeded", false},
		"one is not mentioned":         {`{"success":{"gsid":["A","C"]}}`, "succeeded, in doubt, succeeded", true},
		"deleted and refused":          {`{"success":{"gsid":["A","B","C"]},"errors":[{"gsid":["B"],"errorCode":"GU_1129"}]}`, "succeeded, in doubt, succeeded", true},
		"a stranger is mentioned":      {`{"success":{"gsid":["A","B","C","Z"]}}`, "succeeded, succeeded, succeeded", false},
		"no data":                      {`null`, "in doubt, in doubt, in doubt", true},
		"an error that names no GSID":  {`{"success":{"gsid":["A","C"]},"errors":[{"errorCode":"GU_1129"}]}`, "succeeded, in doubt, succeeded", true},
		"lists that are null":          {`{"success":{"gsid":null},"errors":[{"gsid":null}]}`, "in doubt, in doubt, in doubt", true},
		"nothing deleted, all refused": {`{"success":null,"errors":[{"gsid":["A","B","C"],"errorCode":"GU_1129"}]}`, "rejected, rejected, rejected", false},
	} {
		t.Run(name, func(t *testing.T) {
			_, client := newScripted(t, ok(`{"result":true,"requestId":"r-1","data":`+test.data+`}`))
			result, err := client.CompanyTeam.DeleteMany(t.Context(), []string{"A", "B", "C"})
			if got := statuses(result); got != test.want || (err != nil) != test.failed {
				t.Errorf("got %s, %v", got, err)
			}
		})
	}
}

// A whole call that finds nothing is no failure: all of its rows are gone, and the next batch is sent.
func TestDeleteManyFindsNothing(t *testing.T) {
	_, client := newTenant(t)
	var gsids []string
	for i := range 51 {
		gsids = append(gsids, fmt.Sprintf("1P%034d", i))
	}
	result, err := client.CompanyTeam.DeleteMany(t.Context(), gsids)
	if err != nil || result.Count(gainsight.Absent) != 51 || result.Calls != 2 {
		t.Errorf("got %v, %v", statuses(result), err)
	}
}

func TestResultOfNothing(t *testing.T) {
	var result *gainsight.DeleteResult
	if result.Err() != nil || result.Rejected() != nil || result.Leftovers() != nil || result.Count(gainsight.Succeeded) != 0 {
		t.Error("a nil result has something to say")
	}
	if got := gainsight.Status(9).String(); got != "Status(9)" {
		t.Errorf("got %s", got)
	}
}

// A sentence about missing data says nothing where the code or the status says something else.
func TestRefusedDeletionIsNoAbsence(t *testing.T) {
	for name, reply := range map[string]scripted{
		"unauthorized":          {status: 401, body: `{"result":false,"errorCode":"GS_APIG_2401","errorDesc":"No data found for this access key"}`},
		"unauthorized, no code": {status: 401, body: `{"result":false,"errorDesc":"No data found for this access key"}`},
		"rate limited at 503":   {status: 503, body: `{"result":false,"errorCode":"GS_APIG_2404"}`},
		"rate limited":          {status: 429, body: `{"result":false,"errorCode":"GU_2400","errorDesc":"No data found"}`},
		"feature off":           {status: 400, body: `{"result":false,"errorCode":"GU_8005","errorDesc":"No data found"}`},
		"server error":          {status: 500, body: `{"result":false,"errorDesc":"No data found"}`},
	} {
		t.Run(name, func(t *testing.T) {
			_, client := newScripted(t, reply)
			result, err := client.CompanyTeam.DeleteMany(t.Context(), []string{"A", "B"})
			if result.Count(gainsight.Absent) > 0 || err == nil {
				t.Errorf("got %v, %v", statuses(result), err)
			}
		})
	}
	_, client := newScripted(t, scripted{status: 400, body: `{"result":false,"errorCode":"GSOBJ_1XXX","errorDesc":"No data found for given criteria","data":null}`})
	if result, err := client.CompanyTeam.DeleteMany(t.Context(), []string{"A", "B"}); err != nil || statuses(result) != "absent, absent" {
		t.Errorf("got %v, %v", statuses(result), err)
	}
}
