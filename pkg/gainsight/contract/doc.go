// Package contract tells when the API and the OpenAPI document have drifted apart. It compares requests and replies with the
// corrected document, which is embedded, in three ways:
//
//   - Transport stands below a client and checks every call as it is made, in tests and on staging.
//   - Recorder writes calls to a file, without keys and tokens, for "specfix verify" to check later.
//   - Contract.Check checks an exchange that comes from elsewhere.
//
// A Violation says which operation, side and value it is about, which rule is broken, what was expected and what was
// there: by kind and size, and with the value itself only if WithValues asks for it.
//
// Package gainsight does not need this one. It brings kin-openapi and a validator of JSON Schema.
package contract
