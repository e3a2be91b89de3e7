package gainsight

import "net/http"

// acceptTypes is what the vendor's article lists for every call (A).
const acceptTypes = "application/json, text/plain, */*"

// authenticate adds the access key and the headers that every call carries.
func authenticate(key accessKey, userAgent string) step {
	return func(request *http.Request, next doer) (*http.Response, error) {
		request = request.Clone(request.Context())
		request.Header.Set("accesskey", key.reveal())
		request.Header.Set("User-Agent", userAgent)
		request.Header.Set("Accept", acceptTypes)
		return next(request)
	}
}
