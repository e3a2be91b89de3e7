package gainsight

import (
	"context"
	"errors"
	"io"
	"net/http"
	"reflect"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/scim"
)

// ServiceProviderConfig returns what the server says it supports. That it can be asked is transcribed (T); what a tenant
// answers is not known, so the type is that of RFC 7643.
func (s *SCIMService) ServiceProviderConfig(ctx context.Context) (scim.ServiceProviderConfig, error) {
	answer, err := scimCall[scim.ServiceProviderConfig](ctx, s.client, gsapi.OpScimGetServiceProviderConfig, nil,
		func(ctx context.Context, api *gsapi.Client, _ io.Reader) (*http.Response, error) {
			return api.ScimGetServiceProviderConfig(ctx)
		})
	if err != nil {
		return answer.Resource, err
	}
	if fault := configFault(answer); fault != nil {
		return scim.ServiceProviderConfig{}, answer.failure(fault, "", "")
	}
	return answer.Resource, nil
}

var errNoConfig = errors.New("the reply is no configuration: it has no member of one")

func configFault(answer scimReply[scim.ServiceProviderConfig]) error {
	switch config := answer.Resource; {
	case !answer.HasResource:
		return errEmptyReply
	case !saysSomething(config):
		return errNoConfig
	default:
		return checkSchemas(config.Schemas, scim.SchemaServiceProviderConfig)
	}
}

// saysSomething reports whether there is a member that RFC 7643 knows. Of those, authenticationSchemes has no field.
func saysSomething(config scim.ServiceProviderConfig) bool {
	if _, ok := config.AdditionalProperties["authenticationSchemes"]; ok || len(config.Schemas) > 0 {
		return true
	}
	config.Schemas, config.AdditionalProperties = nil, nil
	return !reflect.ValueOf(config).IsZero()
}
