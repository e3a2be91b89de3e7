package gainsight_test

import (
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
)

// What a reply says of three users, A, B and C, however it says it.
func TestUserReplies(t *testing.T) {
	const (
		all     = "succeeded, succeeded, succeeded"
		nobody  = "in doubt, in doubt, in doubt"
		notB    = "succeeded, rejected, succeeded"
		unsureB = "succeeded, in doubt, succeeded"
	)
	for name, test := range map[string]struct {
		data string
		want string
	}{
		"a text":                              {`"Users updated"`, nobody},
		"true":                                {`true`, all},
		"false":                               {`false`, nobody},
		"success true":                        {`{"success":true}`, all},
		"success false":                       {`{"success":false}`, nobody},
		"success null":                        {`{"success":null,"errors":null}`, nobody},
		"success empty":                       {`{"success":{}}`, nobody},
		"success an empty list":               {`{"success":[]}`, nobody},
		"success an empty list in an object":  {`{"success":{"records":[]}}`, nobody},
		"success an empty text":               {`{"success":""}`, nobody},
		"success with something else":         {`{"success":{"message":"Done"}}`, nobody},
		"no errors, in full":                  {`{"errors":[]}`, all},
		"errors null":                         {`{"errors":null}`, all},
		"errors 0":                            {`{"success":3,"errors":0}`, all},
		"errors 1":                            {`{"success":2,"errors":1}`, nobody},
		"records":                             {`{"success":{"records":[{"Gsid":"A"},{"Gsid":"B"},{"Gsid":"C"}]},"errors":null}`, all},
		"records in another order":            {`{"success":[{"Gsid":"C"},{"Gsid":"A"},{"Gsid":"B"}]}`, all},
		"records without anything known":      {`{"success":[{"Title":"x"},{"Title":"y"},{"Title":"z"}]}`, all},
		"too few of those":                    {`{"success":[{"Title":"x"},{"Title":"y"}]}`, nobody},
		"empty records":                       {`{"success":[{},{},{}]}`, nobody},
		"GSIDs":                               {`{"success":["A","B","C"]}`, all},
		"GSIDs in an object":                  {`{"success":{"gsid":["A","B","C"]},"errors":null}`, all},
		"GSIDs in an object in a list":        {`{"success":[{"gsid":["A","B","C"]}]}`, "succeeded, in doubt, in doubt"},
		"two GSIDs":                           {`{"success":["A","C"]}`, unsureB},
		"a GSID twice":                        {`{"success":["A","A","C"]}`, "in doubt, in doubt, succeeded"},
		"a stranger's GSID":                   {`{"success":["A","Q","C"]}`, unsureB},
		"a GSID in lower case":                {`{"success":["a","B","C"]}`, "in doubt, succeeded, succeeded"},
		"sentences":                           {`{"success":["User updated","User updated","User updated"]}`, all},
		"one sentence":                        {`{"success":["Users updated"]}`, nobody},
		"a number":                            {`{"success":3}`, all},
		"a number as a text":                  {`{"success":"3"}`, all},
		"another number":                      {`{"success":2}`, nobody},
		"a huge number":                       {`{"success":1e300}`, nobody},
		"a negative number":                   {`{"success":-3}`, nobody},
		"a fraction":                          {`{"success":3.5}`, nobody},
		"no number":                           {`{"success":"NaN"}`, nobody},
		"one user":                            {`{"success":{"Gsid":"B"}}`, "in doubt, succeeded, in doubt"},
		"data is a list of users":             {`[{"Gsid":"A"},{"Gsid":"B"},{"Gsid":"C"}]`, all},
		"data is a list of GSIDs":             {`["C","A","B"]`, all},
		"data is too short a list":            {`["C","A"]`, unsureB},
		"data is an empty list":               {`[]`, nobody},
		"data is a number":                    {`3`, all},
		"data is another number":              {`2`, nobody},
		"data is a user":                      {`{"Gsid":"A","Title":"CSM"}`, "succeeded, in doubt, in doubt"},
		"data has records":                    {`{"records":[{"Gsid":"A"},{"Gsid":"B"},{"Gsid":"C"}]}`, all},
		"data has too few records":            {`{"records":[{"Gsid":"A"},{"Gsid":"C"}],"errors":[]}`, unsureB},
		"data has two lists":                  {`{"created":["A"],"failed":["B","C"]}`, "in doubt, rejected, rejected"},
		"data has two lists of the written":   {`{"records":["A"],"users":["B","C"]}`, nobody},
		"success has two lists":               {`{"success":{"duplicates":["A","B"],"records":["C"]}}`, "rejected, rejected, in doubt"},
		"an error that names a GSID":          {`{"success":{"records":[{"Gsid":"A"},{"Gsid":"C"}]},"errors":[{"Gsid":"B","errorCode":"GU_2402"}]}`, notB},
		"as bulk deletion says it":            {`{"success":{"gsid":["A","C"]},"errors":[{"gsid":["B"],"errorCode":"GU_2402"}]}`, notB},
		"an error with the user as sent":      {`{"success":2,"errors":[{"records":[{"Gsid":"B","Title":"CSM"}],"errorMessage":"No."}]}`, notB},
		"an error that is a GSID":             {`{"success":["A","C"],"errors":["B"]}`, notB},
		"an error for two":                    {`{"success":["A"],"errors":[{"gsid":["B","C"],"errorMessage":"No."}]}`, "succeeded, rejected, rejected"},
		"an error for all":                    {`{"success":null,"errors":[{"gsid":["A","B","C"],"errorMessage":"No."}]}`, "rejected, rejected, rejected"},
		"an error with only a message (L)":    {`{"success":["A","C"],"errors":[{"errorMessage":"User B not found"}]}`, unsureB},
		"only messages (L)":                   {`{"success":null,"errors":[{"errorMessage":"No."},{"errorMessage":"No."},{"errorMessage":"No."}]}`, nobody},
		"a message and a number":              {`{"success":2,"errors":[{"errorMessage":"No."}]}`, nobody},
		"a message and no success":            {`{"errors":[{"errorMessage":"No."}]}`, nobody},
		"errors as an object":                 {`{"success":["A","C"],"errors":{"Gsid":"B","errorMessage":"No."}}`, notB},
		"errors as a text":                    {`{"success":["A","C"],"errors":"one was bad"}`, unsureB},
		"an error that names a stranger":      {`{"success":2,"errors":[{"Gsid":"Q"}]}`, nobody},
		"an error about a manager":            {`{"success":2,"errors":[{"Gsid":"B","Manager":"C","errorMessage":"No."}]}`, notB},
		"an error about a manager in full":    {`{"success":2,"errors":[{"records":[{"Gsid":"B","Boss":{"Gsid":"C"}}],"errorMessage":"No."}]}`, notB},
		"written and refused":                 {`{"success":["A","B","C"],"errors":[{"Gsid":"B","errorMessage":"No."}]}`, unsureB},
		"a refusal among the written":         {`[{"Gsid":"A"},{"Gsid":"B","errorMessage":"No."},{"Gsid":"C","errorMessage":""}]`, notB},
		"said of each":                        {`{"success":[{"Gsid":"A","success":true},{"Gsid":"B","success":false},{"Gsid":"C","success":true}]}`, notB},
		"result of each":                      {`{"results":[{"Gsid":"A","result":true},{"Gsid":"B","result":false,"errors":["No."]},{"Gsid":"C"}]}`, "succeeded, rejected, in doubt"},
		"data is an error":                    {`{"errorCode":"GU_2402","errorMessage":"No."}`, nobody},
		"data is an error with a part":        {`{"success":["A"],"errorMessage":"The rest failed"}`, "succeeded, in doubt, in doubt"},
		"a part, and an error for the rest":   {`{"success":[{"Gsid":"A"}],"errorMessage":"The rest failed"}`, "succeeded, in doubt, in doubt"},
		"success beside an error for all":     {`{"success":true,"errors":[{"Gsid":"B"}]}`, "in doubt, rejected, in doubt"},
		"more written than there is room for": {`{"success":3,"errors":[{"Gsid":"B"}]}`, nobody},
		"two errors for one":                  {`{"success":["A","C"],"errors":[{"Gsid":"B"},{"Gsid":"B"}]}`, unsureB},
		"a mistyped user":                     {`{"success":[{"Gsid":1},{"Gsid":"B"},{"Gsid":"C"}]}`, all},
		"the user in both spellings":          {`{"success":[{"Gsid":"A","gsid":"Q"},{"Gsid":"B"},{"Gsid":"C"}]}`, all},
	} {
		t.Run(name, func(t *testing.T) {
			_, client := newScripted(t, ok(`{"result":true,"requestId":"r-1","data":`+test.data+`}`))
			result, err := client.Users.Update(t.Context(), withGsids("A", "B", "C"), gainsight.UserUpdateOptions{})
			if got := statuses(result); got != test.want || (err != nil) != strings.Contains(got, "in doubt") {
				t.Errorf("got %s, want %s, %v", got, test.want, err)
			}
			for _, outcome := range result.Outcomes {
				if outcome.Status != gainsight.Succeeded && failureOf(t, outcome.Err).RequestID != "r-1" {
					t.Errorf("got %v", outcome.Err)
				}
			}
			status, err := client.Users.Activate(t.Context(), []string{"A", "B", "C"})
			if got := statuses(status); got != test.want {
				t.Errorf("status: got %s, want %s, %v", got, test.want, err)
			}
		})
	}
}

// A reply without data confirms all users, but for an update, of which it is known that there is more.
func TestUserRepliesOfNothing(t *testing.T) {
	for _, reply := range []string{`{"result":true}`, `{"result":true,"data":null}`, `{"result":true,"data":{}}`} {
		_, client := newScripted(t, ok(reply))
		if result, err := client.Users.Activate(t.Context(), []string{"A", "B"}); err != nil || statuses(result) != "succeeded, succeeded" {
			t.Errorf("%s: status: got %s, %v", reply, statuses(result), err)
		}
		if result, err := client.Users.Create(t.Context(), newUsers(2), gainsight.UserCreateOptions{}); err != nil || statuses(result) != "succeeded, succeeded" {
			t.Errorf("%s: creation: got %s, %v", reply, statuses(result), err)
		}
		if result, err := client.Users.Update(t.Context(), withGsids("A", "B"), gainsight.UserUpdateOptions{}); err == nil || statuses(result) != "in doubt, in doubt" {
			t.Errorf("%s: update: got %s, %v", reply, statuses(result), err)
		}
	}
}

// What says anything against a success is none, whatever it is called.
func TestUserRepliesAgainstASuccess(t *testing.T) {
	for data, want := range map[string]string{
		`{"failed":[{"SFDCUserName":"a@example.com","message":"licence limit reached"}]}`: "rejected",
		`{"failures":["a@example.com"]}`:                                                 "rejected",
		`{"errorList":[{"SFDCUserName":"a@example.com","errorMsg":"x"}]}`:                "rejected",
		`{"users":[{"SFDCUserName":"a@example.com","status":"FAILED"}]}`:                 "rejected",
		`[{"SFDCUserName":"a@example.com","status":"failed"}]`:                           "rejected",
		`{"success":true,"results":[{"SFDCUserName":"a@example.com","result":"false"}]}`: "rejected",
		`{"successCount":0}`:                             "in doubt",
		`{"success":true,"successCount":0}`:              "in doubt",
		`{"success":["a@example.com"],"successCount":0}`: "in doubt",
		`{"success":[],"successCount":1}`:                "in doubt",
		`{"successCount":0,"failureCount":1}`:            "rejected",
		`{"failedCount":1}`:                              "rejected",
		`{"success":true,"failedCount":1}`:               "rejected",
		`{"success":"false"}`:                            "rejected",
		`{"success":false}`:                              "rejected",
		`{"success":true,"result":false}`:                "rejected",
		`{"success":true,"status":"Rejected"}`:           "rejected",
		`{"result":false}`:                               "rejected",
		`{"created":false}`:                              "in doubt",
		`{"created":[]}`:                                 "in doubt",
		`{"ignored":["a@example.com"]}`:                  "in doubt",
		`{"message":"user not created"}`:                 "in doubt",
		`"0 users created"`:                              "in doubt",
		`{"success":"nobody"}`:                           "in doubt",
		`{"success":true,"Success":true}`:                "in doubt",
		`{"skippedRecords":[{"Email":"a@example.com"}],"success":{"records":[]}}`:                      "rejected",
		`{"success":{"records":[{"SFDCUserName":"a@example.com","invalidFields":["Title"]}]}}`:         "rejected",
		`{"success":{"records":[{"SFDCUserName":"a@example.com","Failed__gc":"3","Territory":"x"}]}}`:  "succeeded",
		`{"success":true,"message":"User created","failedCount":0,"errors":{},"failures":"0","x":[1]}`: "succeeded",
		`{"successCount":1,"failureCount":0}`:                                                          "succeeded",
		`{"success":"true"}`:                                                                           "succeeded",
		`{"success":true,"records":["a@example.com"]}`:                                                 "succeeded",
	} {
		t.Run(data, func(t *testing.T) {
			_, client := newScripted(t, ok(`{"result":true,"data":`+data+`}`))
			result, err := client.Users.Create(t.Context(), []gainsight.User{newUser("a")}, gainsight.UserCreateOptions{})
			if got := statuses(result); got != want {
				t.Errorf("got %s, want %s, %v", got, want, err)
			}
		})
	}
}

// A report in another spelling, or in a list, is no refusal of the users in it.
func TestUserReportsOfAnotherShape(t *testing.T) {
	const lists = `{"records":[{"Gsid":"A"},{"Gsid":"C"}]},"errors":[{"Gsid":"B","errorMessage":"No."}]}`
	for data, want := range map[string]string{
		`{"success":` + lists:  "succeeded, rejected, succeeded",
		`{"Success":` + lists:  "succeeded, rejected, succeeded",
		`{"SUCCESS":` + lists:  "succeeded, rejected, succeeded",
		`{"xsuccess":` + lists: "in doubt, rejected, in doubt",
		`{"success":{"records":[{"Gsid":"A"},{"Gsid":"C"}]},"ERRORS":[{"Gsid":"B"}]}`: "succeeded, rejected, succeeded",
		`[{"success":` + lists + `]`:                                                       "succeeded, rejected, succeeded",
		`[{"xsuccess":` + lists + `]`:                                                      "in doubt, rejected, in doubt",
		`{"gsid":["A","C"],"errors":[{"gsid":["B"],"errorMessage":"No."}]}`:                "in doubt, rejected, in doubt",
		strings.Repeat(`{"success":[`, 4000) + `{"Gsid":"A"}` + strings.Repeat(`]}`, 4000): "in doubt, in doubt, in doubt",
		`[{"success":["A","B","C"],"errors":null}]`:                                        "succeeded, succeeded, succeeded",
		`{"records":[{"Gsid":"A"},{"Gsid":"C"}],"failed":[{"Gsid":"B"}]}`:                  "succeeded, rejected, succeeded",
	} {
		t.Run(data[:min(len(data), 60)], func(t *testing.T) {
			_, client := newScripted(t, ok(`{"result":true,"data":`+data+`}`))
			result, err := client.Users.Update(t.Context(), withGsids("A", "B", "C"), gainsight.UserUpdateOptions{})
			if got := statuses(result); got != want {
				t.Errorf("got %s, want %s, %v", got, want, err)
			}
		})
	}
}

// Users are told apart by what both sides have of them; who is created has no GSID yet.
func TestRepliesAboutNewUsers(t *testing.T) {
	for name, test := range map[string]struct{ data, want string }{
		"GSIDs":                           {`{"success":["1P01","1P02"]}`, "succeeded, succeeded"},
		"one GSID":                        {`{"success":["1P01"]}`, "in doubt, in doubt"},
		"user names":                      {`{"success":["A@EXAMPLE.COM","b@example.com"]}`, "succeeded, succeeded"},
		"sentences":                       {`{"success":["User created","User created"]}`, "succeeded, succeeded"},
		"another user name":               {`{"success":["a@example.com","q@example.com"]}`, "succeeded, in doubt"},
		"records":                         {`[{"Gsid":"1P01","Email":"B@example.com"},{"Gsid":"1P02","Email":"a@example.com"}]`, "succeeded, succeeded"},
		"one GSID and one user refused":   {`{"success":["1P01"],"errors":[{"SFDCUserName":"B@example.com","errorCode":"GU_2411"}]}`, "succeeded, rejected"},
		"one record and a bare error (L)": {`{"success":[{"Email":"a@example.com"}],"errors":[{"errorMessage":"No."}]}`, "succeeded, in doubt"},
		"the user name counts most":       {`{"success":[{"SFDCUserName":"a@example.com","Email":"b@example.com"}]}`, "succeeded, in doubt"},
	} {
		t.Run(name, func(t *testing.T) {
			_, client := newScripted(t, ok(`{"result":true,"data":`+test.data+`}`))
			result, err := client.Users.Create(t.Context(), []gainsight.User{newUser("A"), newUser("b")}, gainsight.UserCreateOptions{})
			if got := statuses(result); got != test.want {
				t.Errorf("got %s, want %s, %v", got, test.want, err)
			}
		})
	}
}

// Of one user, every error is about it.
func TestRepliesAboutOneUser(t *testing.T) {
	for name, test := range map[string]struct {
		reply scripted
		want  string
	}{
		"a bare error (L)":             {ok(`{"result":true,"data":{"success":null,"errors":[{"errorMessage":"No."}]}}`), "rejected"},
		"two bare errors":              {ok(`{"result":true,"data":{"errors":[{"errorMessage":"No."},{"errorMessage":"Never."}]}}`), "rejected"},
		"data is the error":            {ok(`{"result":true,"data":{"errorMessage":"No."}}`), "rejected"},
		"a number of errors":           {ok(`{"result":true,"data":{"success":0,"errors":1}}`), "rejected"},
		"a refusal among the written":  {ok(`{"result":true,"data":[{"errorMessage":"No."}]}`), "rejected"},
		"written, and an error":        {ok(`{"result":true,"data":{"success":["A"],"errors":[{"errorMessage":"No."}]}}`), "in doubt"},
		"one is written, and an error": {ok(`{"result":true,"data":{"success":1,"errors":[{"errorMessage":"No."}]}}`), "in doubt"},
		"nobody":                       {ok(`{"result":true,"data":{"success":[]}}`), "in doubt"},
		"two":                          {ok(`{"result":true,"data":{"success":2}}`), "in doubt"},
		"refused, with a code":         {scripted{status: 400, body: `{"result":false,"errorCode":"GU_2402"}`}, "rejected"},
		"refused, with data":           {scripted{status: 400, body: `{"result":false,"data":{"errors":[{"errorMessage":"No."}]}}`}, "rejected"},
		"refused, but true":            {ok(`{"result":false,"errorCode":"GU_2402","data":true}`), "rejected"},
		"refused, but one":             {ok(`{"result":false,"errorCode":"GU_2402","data":{"success":1}}`), "rejected"},
		"the key is not supported":     {scripted{status: 400, body: `{"result":false,"errorCode":"GU_2409"}`}, "not sent"},
	} {
		t.Run(name, func(t *testing.T) {
			_, client := newScripted(t, test.reply)
			result, err := client.Users.Update(t.Context(), withGsids("A"), gainsight.UserUpdateOptions{})
			if got := statuses(result); got != test.want {
				t.Errorf("got %s, want %s, %v", got, test.want, err)
			}
		})
	}
}

// Whatever a reply is, each user has one outcome, and none succeeds of whom it does not say so.
func FuzzUserReply(f *testing.F) {
	for _, data := range []string{
		`null`, `{}`, `3`, `["A","B","C"]`, `{"success":{"records":[{"Gsid":"A"},{"SFDCUserName":"b@example.com"}]},"errors":[{"errorMessage":"No."}]}`,
		`{"success":{"gsid":["A"]},"errors":[{"gsid":["B"],"errorCode":"GU_2402"}]}`, `{"success":1e300,"errors":[[[[[[{}]]]]]]}`,
		`[{"Gsid":"A","success":false},{"gsid":"B"},{"Email":null}]`, `{"errors":{"Gsid":{"Gsid":"A"}}}`,
	} {
		f.Add(200, []byte(`{"result":true,"data":`+data+`}`))
		f.Add(400, []byte(`{"result":false,"errorCode":"GU_2401","data":`+data+`}`))
	}
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		client := newBareClient(t, &script{replies: []scripted{{status: status, body: string(body)}}})
		created, err := client.Users.Create(t.Context(), newUsers(3), gainsight.UserCreateOptions{})
		checkOutcomes(t, body, created, err)
		updated, err := client.Users.Update(t.Context(), withGsids("A", "B", "C"), gainsight.UserUpdateOptions{})
		checkOutcomes(t, body, updated, err)
		if failed := status >= 300 || strings.Contains(string(body), `"result":false`); failed {
			for _, outcome := range updated.Outcomes {
				if outcome.Status == gainsight.Succeeded && !strings.Contains(string(body), `"`+outcome.Row.Gsid.String()+`"`) && !strings.Contains(string(body), `\u`) {
					t.Fatalf("%s is said to have succeeded", outcome.Row.Gsid)
				}
			}
		}
		activated, err := client.Users.Activate(t.Context(), []string{"A"})
		checkOutcomes(t, body, activated, err)
		if user, err := client.Users.FindByEmail(t.Context(), "a@example.com"); err == nil && !strings.EqualFold(user.Email.String(), "a@example.com") {
			t.Fatalf("found %s", user.Email)
		}
	})
}

func checkOutcomes[T any](t *testing.T, body []byte, result *gainsight.Result[T], err error) {
	t.Helper()
	doubted := len(result.Doubted()) + result.Count(gainsight.NotSent)
	if (err != nil) != (doubted > 0) {
		t.Fatalf("%s: %s, but %v", body, statuses(result), err)
	}
	for i, outcome := range result.Outcomes {
		if outcome.Index != i || outcome.Status == gainsight.Absent || (outcome.Err == nil) != (outcome.Status == gainsight.Succeeded) {
			t.Fatalf("%s: outcome %d is %v", body, i, outcome)
		}
	}
}
