package gainsight

import (
	"context"
	"io"
	"iter"
	"net/http"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/loose"
	"github.com/go-json-experiment/json/jsontext"
)

// CompanyTeamService manages company team records: which user has which role for which company. The feature must be
// enabled for the tenant (A), otherwise calls fail with ErrFeatureOff.
type CompanyTeamService struct{ client *Client }

var companyTeamFields = []string{"Gsid", "CompanyGsid", "CompanyName", "UserGsid", "UserName", "UserRole", "TeamAdmin", "ModifiedDate"}

// List returns the records page by page, one call for each page as the loop comes to it; leaving the loop stops the
// calls. An error ends the loop: every record before it is valid. No record is returned twice.
//
// Pages are counted, so what is inserted or deleted meanwhile shifts the later ones: collect the records first, and
// change them afterwards.
func (s *CompanyTeamService) List(ctx context.Context, options CompanyTeamListOptions) iter.Seq2[CompanyTeamRecord, error] {
	return listing[CompanyTeamRecord]{
		client: s.client, op: gsapi.OpListCompanyTeamRecords, fields: companyTeamFields,
		gsid: func(record *CompanyTeamRecord) Value[string] { return record.Gsid },
		send: func(ctx context.Context, api *gsapi.Client, body io.Reader) (*http.Response, error) {
			return api.ListCompanyTeamRecordsWithBody(ctx, contentType, body)
		},
	}.all(ctx, options)
}

// Delete deletes one record by its GSID. A record that is not there is an error that is ErrNotFound; with what HTTP
// status a tenant says so is not known.
func (s *CompanyTeamService) Delete(ctx context.Context, gsid string) error {
	if fault := gsidFault(gsid); fault != "" {
		return &InvalidRecordsError{[]InvalidRecord{{0, "the GSID " + fault}}}
	}
	_, failure := call[jsontext.Value](ctx, s.client, gsapi.OpDeleteCompanyTeamRecord, nil,
		func(ctx context.Context, api *gsapi.Client, _ io.Reader) (*http.Response, error) {
			return api.DeleteCompanyTeamRecord(ctx, gsid)
		})
	if failure != nil { // a nil *Error must not become an error that is not nil
		return failure
	}
	return nil
}

// DeleteMany deletes any number of records by their GSIDs, at most 50 a call (A). A record that is not there is Absent,
// which is no error.
//
// Faults in the input are one *InvalidRecordsError and a nil result, and nothing is sent. Otherwise the result has one
// outcome per GSID, and err is non-nil only if some rows are in doubt or were not sent; rejections are result.Err().
func (s *CompanyTeamService) DeleteMany(ctx context.Context, gsids []string) (*DeleteResult, error) {
	return s.deletions(ctx).all(gsids)
}

// DeleteSeq is DeleteMany for a stream of GSIDs of any length; see UpsertSeq.
func (s *CompanyTeamService) DeleteSeq(ctx context.Context, gsids iter.Seq2[string, error]) iter.Seq2[DeleteOutcome, error] {
	return s.deletions(ctx).stream(gsids)
}

func (s *CompanyTeamService) deletions(ctx context.Context) bulk[string] {
	return bulk[string]{
		prepare: prepareGsid,
		send: func(batch []item[string]) ([]verdict, int, *Error) {
			gsids := sentIn(batch)
			answer, failure := call[deleteResult](ctx, s.client, gsapi.OpBulkDeleteCompanyTeamRecords, gsids,
				func(ctx context.Context, api *gsapi.Client, body io.Reader) (*http.Response, error) {
					return api.BulkDeleteCompanyTeamRecordsWithBody(ctx, contentType, body)
				})
			return settled(gsids, answer, failure, deleteVerdicts)
		},
	}
}

// deleteResult is the generated CompanyTeamBulkDeleteResult with errors that may be of any shape.
type deleteResult struct {
	Success struct {
		Gsid jsontext.Value `json:"gsid"`
	} `json:"success"`
	Errors jsontext.Value `json:"errors"`
}

// deleteVerdicts finds each GSID in the reply. One that is in neither list, or in both, is in doubt.
func deleteVerdicts(gsids []string, answer reply[deleteResult]) []verdict {
	said := map[string][]verdict{}
	for _, gsid := range loose.Texts(answer.Data.Success.Gsid) {
		said[gsid] = append(said[gsid], verdict{status: Succeeded})
	}
	for _, item := range loose.Items(answer.Data.Errors) {
		refused := answer.refusalIn(item)
		for _, gsid := range loose.Texts(loose.Member(item, "gsid")) {
			said[gsid] = append(said[gsid], refused)
		}
	}
	verdicts := make([]verdict, len(gsids))
	for i, gsid := range gsids {
		if len(said[gsid]) == 1 {
			verdicts[i] = said[gsid][0]
		} else {
			verdicts[i] = answer.doubt()
		}
	}
	return verdicts
}
