package contract_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/gainsight-go/gainsight-go/internal/race"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/contract"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
)

// trial is one use of the client, with a tenant of which one reply may be changed.
type trial struct {
	tenant   *gainsighttest.Tenant
	client   *gainsight.Client
	wire     *distorting
	isStrict bool
	breaches int
	// got is what the client returned, and plain what it returns where nothing is changed.
	got, plain any
}

var noon = time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)

func newTrial(t *testing.T, c *contract.Contract, isStrict bool, index int, distortion distortion) *trial {
	trial := &trial{tenant: gainsighttest.NewTenant(gainsighttest.WithClock(func() time.Time { return noon })), isStrict: isStrict}
	trial.wire = &distorting{next: trial.tenant.Transport(), contract: c, index: index, distortion: distortion}
	trial.client = clientOf(t, trial.tenant, &contract.Transport{Next: trial.wire, Contract: c, Strict: isStrict, Report: func(v contract.Violation) {
		if v.Severity == contract.Breach {
			trial.breaches++
		}
	}})
	return trial
}

// everyDistortion tries a use with every change of every reply that it gets, with a strict transport and with one that
// lets everything pass. The try says what is silently wrong, which has to be what is known of the use.
func everyDistortion(t *testing.T, known []string, try func(*testing.T, *trial) (fault string)) {
	c := newContract(t)
	tries, found := 0, []string{}
	for _, isStrict := range []bool{true, false} {
		plain := newTrial(t, c, isStrict, -1, distortion{name: "unchanged"})
		if fault := try(t, plain); fault != "" {
			t.Errorf("unchanged: %s", fault)
		}
		for i, reply := range plain.wire.replies {
			for _, distortion := range distortions(reply) {
				if tries++; race.Detector && tries%10 != 0 { // some of them are enough for races
					continue
				}
				trial := newTrial(t, c, isStrict, i, distortion)
				trial.plain = plain.got
				fault := try(t, trial)
				switch {
				case fault == "":
				case slices.Contains(known, distortion.name) && !(isStrict && trial.breaches > 0):
					found = append(found, distortion.name)
				default:
					t.Errorf("reply %d, of %s, %s, strict is %v, %d breaches: %s", i, reply.operation, distortion.name, isStrict, trial.breaches, fault)
				}
			}
		}
	}
	for _, name := range known {
		if !slices.Contains(found, name) && !race.Detector {
			t.Errorf("%s is no longer silent", name)
		}
	}
	t.Logf("%d changed replies, %d silently wrong", tries, len(found))
}

// isTyped reports whether an error is of the two kinds that a caller knows.
func isTyped(err error) bool {
	var failure *gainsight.Error
	var refused *contract.Error
	return errors.As(err, &failure) || errors.As(err, &refused)
}

// What a use returns is what the tenant has sent, or what the contract permits in its place, or an error. It is never a
// value that was in no reply.
func TestReadersOfDistortedReplies(t *testing.T) {
	for name, use := range readings {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			everyDistortion(t, use.silent, func(t *testing.T, trial *trial) string {
				id := use.prepare(trial.tenant)
				value, err := use.do(t.Context(), trial.client, id)
				trial.got = said(asJSON(t, value))
				sent := said(use.valueIn(trial.wire.replies))
				switch {
				case err != nil && !isTyped(err):
					return "an error of another kind: " + err.Error()
				case err != nil, reflect.DeepEqual(trial.got, trial.plain):
				case trial.isStrict && trial.breaches > 0:
					return "no error"
				case !reflect.DeepEqual(trial.got, sent):
					return fmt.Sprintf("got %v, and the replies have %v", trial.got, sent)
				}
				return ""
			})
		})
	}
}

// said leaves out what says nothing: null, and what is empty. A reader takes them for absent.
func said(value any) any {
	switch value := value.(type) {
	case object:
		kept := object{}
		for name, member := range value {
			if member := said(member); member != nil {
				kept[name] = member
			}
		}
		if len(kept) > 0 {
			return kept
		}
		return nil
	case []any:
		var kept []any
		for _, item := range value {
			if item := said(item); item != nil && !slices.ContainsFunc(kept, func(other any) bool { return reflect.DeepEqual(other, item) }) {
				kept = append(kept, item)
			}
		}
		if len(kept) > 0 {
			return kept
		}
		return nil
	case string:
		if value == "" {
			return nil
		}
	}
	return value
}

func asJSON(t *testing.T, value any) (normal any) {
	t.Helper()
	text, err := json.Marshal(value)
	if err == nil {
		err = json.Unmarshal(text, &normal)
	}
	if err != nil {
		t.Fatal(err)
	}
	return normal
}

// What a use says of a row is true, or that it is not known.
func TestWritersOfDistortedReplies(t *testing.T) {
	for name, use := range writings {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			everyDistortion(t, use.silent, func(t *testing.T, trial *trial) string {
				rows := use.prepare(trial.tenant)
				before := use.done(trial.tenant, rows)
				statuses, err := use.do(t.Context(), trial.client, rows)
				if err != nil && !isTyped(err) {
					return "an error of another kind: " + err.Error()
				}
				for i, isDone := range use.done(trial.tenant, rows) {
					switch status := statuses[i]; {
					case (status == gainsight.Succeeded || status == gainsight.Absent) && !isDone,
						(status == gainsight.NotSent || status == gainsight.Rejected) && isDone && !before[i]:
						return fmt.Sprintf("row %d is said to be %s, and done is %v", i, status, isDone)
					}
				}
				return ""
			})
		})
	}
}
