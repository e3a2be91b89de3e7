package gainsight

import "net/http"

// doer sends one request. It is what the generated client calls.
type doer func(*http.Request) (*http.Response, error)

// Do makes doer what the generated client takes for an HTTP client.
func (d doer) Do(request *http.Request) (*http.Response, error) { return d(request) }

// step is one link of the chain: it does its part and calls next.
type step func(request *http.Request, next doer) (*http.Response, error)

// chain puts steps before last; the first step sees the request first.
func chain(last doer, steps ...step) doer {
	for i := len(steps) - 1; i >= 0; i-- {
		next, current := last, steps[i]
		last = func(request *http.Request) (*http.Response, error) { return current(request, next) }
	}
	return last
}
