package contract

import (
	"net/http"
	"net/url"
)

// Exchange is one request and its reply, as they were on the wire or in a recording.
type Exchange struct {
	Request Request
	Reply   *Reply // nil where there was none
}

// Request is the request of an exchange.
type Request struct {
	Method string
	URL    *url.URL
	Header http.Header
	Body   Body
}

// Reply is the reply of an exchange.
type Reply struct {
	Status int
	Header http.Header
	Body   Body
}

// Body is what is known of a body.
type Body struct {
	// Bytes are the body as it was sent, or after its Content-Encoding was undone: both are understood.
	Bytes []byte
	// Unknown says why the bytes are not known: not recorded, too long. Of such a body only the media type is checked.
	Unknown string
	// NotEmpty says of unknown bytes that there are some, so that there may be a body, and it has a media type.
	NotEmpty bool
}
