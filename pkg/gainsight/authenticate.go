package gainsight

import "net/http"

// What the vendor's article lists for every call (A), those without a body included.
const (
	acceptTypes    = "application/json, text/plain, */*"
	acceptLanguage = "en-GB,en-US;q=0.9,en;q=0.8"
	contentType    = "application/json"
)

// authenticate adds the access key and the headers that every call carries.
func authenticate(key accessKey, userAgent string) step {
	return func(request *http.Request, next doer) (*http.Response, error) {
		request = request.Clone(request.Context())
		request.Header.Set("accesskey", key.reveal())
		request.Header.Set("User-Agent", userAgent)
		request.Header.Set("Accept", acceptTypes)
		request.Header.Set("Accept-Language", acceptLanguage)
		request.Header.Set("Content-Type", contentType)
		return next(request)
	}
}
