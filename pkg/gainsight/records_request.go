package gainsight

import (
	"bytes"

	"github.com/go-json-experiment/json"
)

// recordsRequest is the generated CompanyTeamUpsertRequest, UserCreateRequest or UserUpdateRequest with records that are
// encoded already.
type recordsRequest struct {
	records                [][]byte
	lookups                Lookups
	permissionBundleAction PermissionBundleAction
}

func (r recordsRequest) with(records [][]byte) recordsRequest {
	r.records = records
	return r
}

// textsOf returns the rows of a batch as they are encoded.
func textsOf[T any](batch []item[T]) [][]byte {
	texts := make([][]byte, len(batch))
	for i, item := range batch {
		texts[i] = item.text
	}
	return texts
}

// encode does not read the records again, as json.Marshal would.
func (r recordsRequest) encode() ([]byte, error) {
	rest, err := json.Marshal(struct {
		Lookups                Lookups                `json:"lookups,omitempty"`
		PermissionBundleAction PermissionBundleAction `json:"permissionBundleAction,omitempty"`
	}{r.lookups, r.permissionBundleAction})
	if err != nil {
		return nil, err
	}
	records := bytes.Join([][]byte{[]byte(`{"records":[`), bytes.Join(r.records, []byte(",")), []byte("]")}, nil)
	if len(rest) > len("{}") {
		records = append(records, ',')
	}
	return append(records, rest[1:]...), nil
}
