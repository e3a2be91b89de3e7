package gainsighttest_test

import (
	"strings"
	"testing"
	"time"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

// The requests of the article, with the commas and brackets repaired and other persons in them, and replies like the
// article's.

func TestSampleDelete(t *testing.T) {
	const gsid = "1I0054U9FAKXZ0H26H4H0U5VRD65H9JW66FJ"
	server := gainsighttest.NewServer(t)
	server.AddRecord(gsapi.CompanyTeamRecord{Gsid: wire.Set(gsid)})

	send(t, server, "DELETE", teamPath+"/"+gsid, "").wantLike(200, `{
		"result": true, "errorCode": null, "errorDesc": null, "requestId": "REQUEST",
		"data": "Record with GSID: 1I0054U9FAKXZ0H26H4H0U5VRD65H9JW66FJ successfully deleted."}`)
	if n := len(server.Records()); n != 0 {
		t.Fatalf("%d records are left", n)
	}
	send(t, server, "DELETE", teamPath+"/"+gsid, "").wantLike(400, `{
		"result": false, "errorCode": "GU_8003", "errorDesc": "No data found for given criteria", "requestId": "REQUEST",
		"data": null}`)
}

func TestSampleBulkDelete(t *testing.T) {
	server := gainsighttest.NewServer(t)
	for _, gsid := range []string{"1P01936XHTA4SF76ZU5RWZWIMDDL54UB7UF9", "1P01936XHTA4SF76ZUUXHOUMVVSFH9YJM15A"} {
		server.AddRecord(gsapi.CompanyTeamRecord{Gsid: wire.Set(gsid)})
	}
	const body = `["1P01936XHTA4SF76ZU5RWZWIMDDL54UB7UF9", "1P01936XHTA4SF76ZUUXHOUMVVSFH9YJM15A", "1P01936XHTA4SF76ZUW5J2RVEZZ8H33C8MAM"]`

	send(t, server, "POST", deletePath, body).wantLike(200, `{
		"result": true, "errorCode": null, "errorDesc": null, "requestId": "REQUEST",
		"data": {
			"success": {"gsid": ["1P01936XHTA4SF76ZU5RWZWIMDDL54UB7UF9", "1P01936XHTA4SF76ZUUXHOUMVVSFH9YJM15A"]},
			"errors": [{
				"gsid": ["1P01936XHTA4SF76ZUW5J2RVEZZ8H33C8MAM"],
				"errorCode": "GU_8003",
				"errorDesc": "No data found for given criteria"}]}}`)
	send(t, server, "POST", deletePath, `["no GSID"]`).wantLike(400, `{
		"result": false, "errorCode": "GU_1129", "errorDesc": "Invalid GSID value.",
		"localizedErrorDesc": "Invalid GSID value.", "requestId": "REQUEST", "data": null, "message": null,
		"localizedMessage": null}`)
}

const sampleUpsertByName = `{
	"records": [
		{"UserRole": "Account Manager", "CompanyName": "IBM", "UserName": "Alex Example", "TeamAdmin": "true",
		 "Custom_String1__gc": "hello", "Custom_Picklist__gc": "Account Manager"},
		{"UserRole": "Account Manager", "CompanyName": "Youtube", "UserName": "Alex Example", "TeamAdmin": "true",
		 "Custom_String__gc": "hello", "Custom_Picklist__gc": "Account Manager"}
	], ` + byNames + `}`

const sampleUpsertByGsid = `{
	"records": [
		{"UserRole": "Account Manager", "CompanyGsid": "IBM", "UserGsid": "Alex Example", "TeamAdmin": "true",
		 "Custom_String1__gc": "hello", "Custom_Picklist__gc": "Account Manager"},
		{"UserRole": "Account Manager", "CompanyGsid": "Youtube", "UserGsid": "Alex Example", "TeamAdmin": "true",
		 "Custom_String__gc": "hello", "Custom_Picklist__gc": "Account Manager"}
	], ` + byGsids + `}`

func TestSampleUpsert(t *testing.T) {
	for name, body := range map[string]string{"by name": sampleUpsertByName, "by GSID": sampleUpsertByGsid} {
		for _, key := range []string{"", "?key=CompanyGsid,UserGsid", "?key=CompanyGsid%2CUserGsid"} {
			t.Run(name+key, func(t *testing.T) {
				server := newTenant(t)
				gsids := strings.NewReplacer("IBM", server.ibm, "Youtube", server.youtube, "Alex Example", server.alex)
				request := body
				if name == "by GSID" {
					request = gsids.Replace(body)
				}
				send(t, server.Server, "PUT", teamPath+key, request).wantLike(200, gsids.Replace(`{
					"result": true, "errorCode": null, "errorDesc": null, "localizedErrorDesc": null, "requestId": "REQUEST",
					"data": {
						"success": {"records": [
							{"UserGsid": "Alex Example", "Custom_Picklist__gc": "Account Manager", "CompanyGsid": "IBM",
							 "CreatedBy": "API user", "UserRole": "Account Manager", "TeamAdmin": "true",
							 "Custom_String1__gc": "hello", "ModifiedBy": "API user"},
							{"UserGsid": "Alex Example", "Custom_Picklist__gc": "Account Manager", "CompanyGsid": "Youtube",
							 "CreatedBy": "API user", "UserRole": "Account Manager", "TeamAdmin": "true",
							 "Custom_String__gc": "hello", "ModifiedBy": "API user"}]},
						"errors": null},
					"message": null, "localizedMessage": null}`))
			})
		}
	}
}

func TestSampleUpsertFailure(t *testing.T) {
	body := strings.Replace(sampleUpsertByName, `"objectName": "Company"`, `"objectName": "Company1"`, 1)
	upsert(t, newTenant(t).Server, body).wantLike(400, `{
		"result": false, "errorCode": "GU_2403", "errorDesc": "Lookup objects [Company1] are not valid",
		"requestId": "REQUEST", "data": null, "message": null}`)
}

const sampleList = `{
	"limit": 25, "page": 0, "orderBy": {"ModifiedDate": "desc"},
	"select": ["Gsid", "CompanyName", "UserName", "UserRole", "ModifiedDate"],
	"where": {
		"conditions": [
			{"name": "CompanyName", "alias": "companyNotIn", "value": ["Youtube"], "operator": "NOT_IN"},
			{"alias": "companyIn", "name": "CompanyName", "operator": "IN", "value": ["IBM"]}],
		"expression": "companyNotIn AND (companyIn)"}}`

func TestSampleList(t *testing.T) {
	server := newTenant(t)
	modified := time.Date(2023, 10, 3, 10, 3, 32, 0, time.UTC)
	server.AddRecord(gsapi.CompanyTeamRecord{
		Gsid:         wire.Set("1P071TST1Z6DTGBG44KDYJG9KBNTDQMQ3QHO"),
		CompanyName:  wire.Set("IBM"),
		UserGsid:     wire.Set(server.AddUser("Admin User", "admin@example.com")),
		UserRole:     wire.Set("Pre-Sales Consultant"),
		ModifiedDate: wire.Set(modified),
	})
	server.AddRecord(gsapi.CompanyTeamRecord{CompanyGsid: wire.Set(server.youtube), ModifiedDate: wire.Set(modified)})

	list(t, server.Server, sampleList).wantLike(200, `{
		"result": true, "errorCode": null, "errorDesc": null, "localizedErrorDesc": null, "requestId": "REQUEST",
		"data": {"page": 0, "size": 1, "limit": 25, "records": [
			{"Gsid": "1P071TST1Z6DTGBG44KDYJG9KBNTDQMQ3QHO", "UserRole": "Pre-Sales Consultant",
			 "ModifiedDate": "2023-10-03T10:03:32Z", "Name": "Admin User", "CompanyName": "IBM"}]},
		"message": null, "localizedMessage": null}`)

	broken := strings.Replace(sampleList, "companyNotIn AND (companyIn)", "companyNotIn AND (companyIn", 1)
	list(t, server.Server, broken).wantLike(400, `{
		"result": false, "errorCode": "GU_1707", "errorDesc": "Failed to fetch records.",
		"localizedErrorDesc": "Failed to fetch records.", "requestId": "REQUEST", "data": null, "message": null,
		"localizedMessage": null}`)
}
