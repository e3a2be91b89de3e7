package gainsighttest

import "github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"

// UserReplies is what the replies to the user operations look like. None of it is documented but that the data of an
// update has success and errors; the default is our guess, and so are the others. [WithUserReplies] sets it.
type UserReplies int

const (
	// UserRepliesWithRecords is as company teams have it, and the default: data.success.records has the users as they
	// were sent, without their GSIDs.
	UserRepliesWithRecords UserReplies = iota

	// UserRepliesWithGsids is the same, but each of the records has its Gsid.
	UserRepliesWithGsids

	// UserRepliesOfGsids makes data.success a list of GSIDs.
	UserRepliesOfGsids

	// UserRepliesOfCounts makes data.success the number of the users.
	UserRepliesOfCounts

	// UserRepliesOfLists makes data itself the list of the users: those that were created, whose status was set or, in
	// a list call, the users of the page, without its number, size, limit and total. There is no room for the errors
	// of some rows, so one bad row refuses the whole call. The replies to updates are the default ones.
	UserRepliesOfLists

	// UserRepliesWithoutData makes data null where users were created or their status was set. One bad row refuses the
	// whole call. The replies to updates and list calls are the default ones.
	UserRepliesWithoutData
)

// ofUpdate is the shape for an update, of which it is known that there are success and errors.
func (shape UserReplies) ofUpdate() UserReplies {
	if !shape.canTellErrors() {
		return UserRepliesWithRecords
	}
	return shape
}

// canTellErrors reports whether a reply can say that some rows were refused.
func (shape UserReplies) canTellErrors() bool {
	return shape != UserRepliesOfLists && shape != UserRepliesWithoutData
}

// userResult is what a call has done.
type userResult struct {
	written []writtenUser
	errors  []userError
}

type writtenUser struct {
	sent user
	gsid string
}

// userError is by analogy with an upsert, and has the one member of an update's error that was seen. Which others there
// are is not known.
type userError struct {
	Records      []user `json:"records,omitzero"`
	ErrorCode    string `json:"errorCode,omitzero"`
	ErrorDesc    string `json:"errorDesc,omitzero"`
	ErrorMessage string `json:"errorMessage"`
}

func (t *Tenant) userError(r userRow) userError {
	message := r.refused.description
	if t.bareUserErrors {
		return userError{ErrorMessage: message}
	}
	return userError{[]user{*r.sent}, r.refused.code, message, message}
}

// data is the data of a reply.
func (shape UserReplies) data(result userResult) any {
	switch shape {
	case UserRepliesWithoutData:
		return nil
	case UserRepliesOfLists:
		return result.records(shape)
	}
	return struct {
		Success any         `json:"success"`
		Errors  []userError `json:"errors"`
	}{shape.success(result), result.errors}
}

func (shape UserReplies) success(result userResult) any {
	switch shape {
	case UserRepliesOfGsids:
		gsids := make([]string, 0, len(result.written))
		for _, u := range result.written {
			gsids = append(gsids, u.gsid)
		}
		return gsids
	case UserRepliesOfCounts:
		return len(result.written)
	}
	return struct {
		Records []user `json:"records"`
	}{result.records(shape)}
}

func (result userResult) records(shape UserReplies) []user {
	records := make([]user, 0, len(result.written))
	for _, u := range result.written {
		if shape == UserRepliesWithGsids {
			u.sent.Gsid = wire.Set(u.gsid)
		}
		records = append(records, u.sent)
	}
	return records
}
