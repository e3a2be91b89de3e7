package gainsight

import (
	"context"
	"fmt"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/scim"
)

// Activate makes a user active (L). A reply with another state of the user is an error that is ErrServer; one without any
// is none.
func (s *SCIMUserService) Activate(ctx context.Context, id string) (scim.User, error) {
	return s.setActive(ctx, id, scim.NewPatch().Activate(), true)
}

// Deactivate makes a user inactive, which is how users are de-provisioned (L). A reply with another state of the user is
// an error, as for Activate.
func (s *SCIMUserService) Deactivate(ctx context.Context, id string) (scim.User, error) {
	return s.setActive(ctx, id, scim.NewPatch().Deactivate(), false)
}

func (s *SCIMUserService) setActive(ctx context.Context, id string, patch *scim.Patch, active bool) (scim.User, error) {
	user, answer, err := s.patch(ctx, id, patch)
	if err != nil || user.Active.IsZero() {
		return user, err
	}
	if got, ok := user.Active.Get(); !ok || got != active {
		return scim.User{}, answer.failure(fmt.Errorf("the tenant's reply contradicts the call: its active is not %t; Get tells what it is now", active), "", "")
	}
	return user, nil
}
