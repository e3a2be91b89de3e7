package gainsight

import (
	"context"
	"errors"
	"io"
	"iter"
	"net/http"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/loose"
)

// CompanyTeamService manages company team records: which user has which role for which company. The feature must be
// enabled for the tenant (A), otherwise calls fail with ErrFeatureOff.
type CompanyTeamService struct{ client *Client }

var companyTeamFields = []string{"Gsid", "CompanyGsid", "CompanyName", "UserGsid", "UserName", "UserRole", "TeamAdmin", "ModifiedDate"}

// List returns the records page by page, one call for each page as the loop comes to it; leaving the loop stops the
// calls. An error ends the loop: every record before it is valid. No record is returned twice.
//
// A list that may lack records is an error that is ErrServer: a page of another number than was asked for, two forms of one
// record on a page, or fewer records than the pages say. What size counts is not documented: fewer than the records of a
// page and also fewer than all is too few. Pages may count from 0, as in the vendor's sample (A), or from 1.
//
// Pages are counted, so what is inserted or deleted meanwhile shifts the later ones: collect the records first, and
// change them afterwards.
func (s *CompanyTeamService) List(ctx context.Context, options CompanyTeamListOptions) iter.Seq2[CompanyTeamRecord, error] {
	return s.listing().all(ctx, options)
}

func (s *CompanyTeamService) listing() listing[CompanyTeamRecord] {
	return listing[CompanyTeamRecord]{
		client: s.client, op: gsapi.OpListCompanyTeamRecords, fields: companyTeamFields,
		gsid: func(record *CompanyTeamRecord) Value[string] { return record.Gsid },
		send: func(ctx context.Context, api *gsapi.Client, body io.Reader) (*http.Response, error) {
			return api.ListCompanyTeamRecordsWithBody(ctx, contentType, body)
		},
	}
}

// Delete deletes one record by its GSID. A record that is not there is an error that is ErrNotFound, unless an earlier
// attempt of the same call may have deleted it; with what HTTP status a tenant says so is not known. A reply that says
// result: true, but then that it failed or that another record was deleted, is an error, and the deletion is in doubt.
func (s *CompanyTeamService) Delete(ctx context.Context, gsid string) error {
	if fault := gsidFault(gsid); fault != "" {
		return &InvalidRecordsError{[]InvalidRecord{{0, "the GSID " + fault}}}
	}
	answer, failure := call[jsontext.Value](ctx, s.client, gsapi.OpDeleteCompanyTeamRecord, nil,
		func(ctx context.Context, api *gsapi.Client, _ io.Reader) (*http.Response, error) {
			return api.DeleteCompanyTeamRecord(ctx, gsid)
		})
	if failure == nil {
		failure = deletionFault(gsid, answer)
	}
	if failure != nil && !failure.isGone() { // a nil *Error must not become an error that is not nil
		return failure
	}
	return nil
}

// DeleteMany deletes any number of records by their GSIDs, at most 50 a call (A). A record that is not there is Absent,
// which is no error.
//
// Faults in the input are one *InvalidRecordsError and a nil result, and nothing is sent. Otherwise the result has one
// outcome per GSID, and err is non-nil only if some rows are in doubt or were not sent; rejections are result.Err().
//
// A batch that is refused as a whole is searched for the bad GSID as that of an Upsert is. If a reply is lost, the records are
// listed, in one call unless the tenant has small pages: those that are gone are taken for deleted, and the others are sent
// once more. Batches get smaller after 416, as those of an Upsert do.
func (s *CompanyTeamService) DeleteMany(ctx context.Context, gsids []string) (*DeleteResult, error) {
	return s.deletions(ctx).all(gsids)
}

// DeleteSeq is DeleteMany for a stream of GSIDs of any length; see UpsertSeq.
func (s *CompanyTeamService) DeleteSeq(ctx context.Context, gsids iter.Seq2[string, error]) iter.Seq2[DeleteOutcome, error] {
	return s.deletions(ctx).stream(gsids)
}

func (s *CompanyTeamService) deletions(ctx context.Context) bulk[string] {
	return bulk[string]{
		ctx: ctx, client: s.client, op: gsapi.OpBulkDeleteCompanyTeamRecords,
		prepare: prepareGsid,
		send: func(batch []item[string]) ([]verdict, int, *Error) {
			gsids := sentIn(batch)
			answer, failure := call[deleteResult](ctx, s.client, gsapi.OpBulkDeleteCompanyTeamRecords, gsids,
				func(ctx context.Context, api *gsapi.Client, body io.Reader) (*http.Response, error) {
					return api.BulkDeleteCompanyTeamRecordsWithBody(ctx, contentType, body)
				})
			return settled(gsids, answer, failure, deleteVerdicts)
		},
		readBack: func(batch []item[string]) ([]bool, int, error) { return s.gone(ctx, sentIn(batch)) },
	}
}

var errOtherRecords = errors.New("the tenant listed records that were not asked for, so which of those are gone is not known")

// gone reports which of some records are not there, in one call unless the tenant has smaller pages.
func (s *CompanyTeamService) gone(ctx context.Context, gsids []string) (gone []bool, calls int, err error) {
	listing := s.listing()
	listing.calls = &calls
	var last receipt
	there := map[string]bool{}
	options := ListOptions{Select: []string{"Gsid"}, Where: In("Gsid", gsids...), PageSize: len(gsids) + 1} // a page that is not full is the last
	for record, err := range listing.each(ctx, options, &last) {
		if err != nil {
			return nil, calls, err
		}
		gsid := record.Gsid.Or("")
		if !slices.Contains(gsids, gsid) {
			return nil, calls, last.failure(errOtherRecords, "", "")
		}
		there[gsid] = true
	}
	for _, gsid := range gsids {
		gone = append(gone, !there[gsid])
	}
	return gone, calls, nil
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
