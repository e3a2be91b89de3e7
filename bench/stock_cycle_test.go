package bench_test

import (
	"context"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/bench/stock"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
)

// Read, change, write: the role of a listed record is changed, and the record is written by its Gsid. The stock code
// sends read-only members along, which the tenant refuses (GU_3014), and ours what can be written.
func TestReadChangeWrite(t *testing.T) {
	const listed = `{"Gsid":"1P09A","CompanyGsid":"1P02A","CompanyName":"Example Company","UserGsid":"1P01A","Name":"Alex Example",` +
		`"UserRole":"CSM","TeamAdmin":true,"ModifiedDate":"2023-10-03T10:03:32Z","Big__gc":12345678901234567890}`

	t.Run("stock", func(t *testing.T) {
		wire := &recorder{page: listed}
		client, err := stock.NewClientWithResponses(host, stock.WithHTTPClient(wire.client()))
		if err != nil {
			t.Fatal(err)
		}
		reply, err := client.ListCompanyTeamRecordsWithResponse(t.Context(), stock.SearchRequest{Select: []string{"Gsid"}})
		if err != nil {
			t.Fatal(err)
		}
		record := reply.JSON200.Data.Records[0]
		record.UserRole = "Sponsor"
		params := &stock.UpsertCompanyTeamRecordsParams{Key: []stock.CompanyTeamKeyField{stock.Gsid}}
		if _, err := client.UpsertCompanyTeamRecordsWithResponse(t.Context(), params, stock.CompanyTeamUpsertRequest{Records: []stock.CompanyTeamRecord{record}}); err != nil {
			t.Fatal(err)
		}
		want := []string{"Big__gc", "CompanyGsid", "CompanyName", "CreatedBy", "CreatedDate", "Gsid", "ModifiedBy", "ModifiedDate", "Name", "TeamAdmin", "UserGsid", "UserName", "UserRole"}
		if names := slices.Sorted(maps.Keys(wire.written)); !slices.Equal(names, want) {
			t.Errorf("it sends %s", names)
		}
		if got := wire.written["Big__gc"]; got != "12345678901234567000" {
			t.Errorf("it sends the large number as %s", got)
		}
	})

	t.Run("ours", func(t *testing.T) {
		wire := &recorder{page: listed}
		client, err := gainsight.New(host, gainsight.WithAccessKey("made-up-key"), gainsight.WithHTTPClient(wire.client()))
		if err != nil {
			t.Fatal(err)
		}
		var records []gainsight.CompanyTeamRecord
		for record, err := range client.CompanyTeam.List(t.Context(), gainsight.CompanyTeamListOptions{}) {
			if err != nil {
				t.Fatal(err)
			}
			record.UserRole = gainsight.Set("Sponsor")
			records = append(records, record)
		}
		if _, err := client.CompanyTeam.Upsert(context.Background(), records, gainsight.ByGsid()); err != nil {
			t.Fatal(err)
		}
		want := map[string]string{"Gsid": `"1P09A"`, "UserRole": `"Sponsor"`, "TeamAdmin": `true`, "Big__gc": `12345678901234567890`}
		if !maps.Equal(wire.written, want) {
			t.Errorf("it sends %s", wire.written)
		}
	})
}

const host = "https://acme.gainsightcloud.com/v1"

// recorder is a transport that answers a list with one record, takes every upsert, and keeps the record written.
type recorder struct {
	page    string
	written map[string]string
}

func (r *recorder) client() *http.Client { return &http.Client{Transport: r} }

func (r *recorder) RoundTrip(request *http.Request) (*http.Response, error) {
	defer request.Body.Close()
	reply := `{"result":true,"data":{"limit":25,"records":[` + r.page + `]}}`
	if request.Method == http.MethodPut {
		var body struct {
			Records []map[string]json.RawMessage `json:"records"`
		}
		if err := json.NewDecoder(request.Body).Decode(&body); err != nil {
			return nil, err
		}
		r.written = map[string]string{}
		for name, value := range body.Records[0] {
			r.written[name] = string(value)
		}
		reply = `{"result":true,"data":{"success":{"records":[{"UserRole":"Sponsor"}]},"errors":null}}`
	}
	return &http.Response{
		StatusCode: http.StatusOK,
		Header:     http.Header{"Content-Type": {"application/json"}},
		Body:       io.NopCloser(strings.NewReader(reply)),
		Request:    request,
	}, nil
}
