package specfix

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"
)

// downloadTime is ample for MaxFileSize.
const downloadTime = time.Minute

// download gets a document by https, or by http from this machine.
func download(address string) ([]byte, error) {
	name := hideSecrets(address)
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Hostname() == "":
		return nil, inputErrorf(name, 0, "is no URL")
	case u.Scheme != "https" && !(u.Scheme == "http" && isLoopback(u.Hostname())):
		return nil, inputErrorf(name, 0, "cannot be downloaded: only https can be trusted to deliver what was published")
	}
	client := &http.Client{Timeout: downloadTime, CheckRedirect: refuseHTTP}
	reply, err := client.Get(address)
	if err != nil {
		return nil, inputErrorf(name, 0, "cannot be downloaded: %v", withoutURL(err))
	}
	defer reply.Body.Close()
	if reply.StatusCode != http.StatusOK {
		return nil, inputErrorf(name, 0, "cannot be downloaded: the server answered %s", reply.Status)
	}
	return readAtMost(reply.Body, name)
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// withoutURL is the cause of an error of the client, which begins with the whole URL.
func withoutURL(err error) error {
	var withURL *url.Error
	if errors.As(err, &withURL) {
		return withURL.Err
	}
	return err
}

// refuseHTTP keeps a redirect from leading out of https.
func refuseHTTP(request *http.Request, before []*http.Request) error {
	switch {
	case request.URL.Scheme != "https":
		return fmt.Errorf("the server redirects to %s, which is not https", hideSecrets(request.URL.String()))
	case len(before) >= 5:
		return errors.New("the server redirects again and again")
	}
	return nil
}

// hideSecrets leaves out of a URL what may be one, since the name gets into messages.
func hideSecrets(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "the URL"
	}
	u.User, u.RawQuery, u.Fragment = nil, "", ""
	return u.String()
}
