package gainsighttest

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// resetter is a ResponseWriter that has no connection and can still play one that is reset.
type resetter interface{ resetConnection() }

// reset breaks off the connection: with a RST where it can be had, and else as net/http aborts.
func reset(w http.ResponseWriter) {
	if r, ok := w.(resetter); ok {
		r.resetConnection()
		return
	}
	connection, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if secured, ok := connection.(interface{ NetConn() net.Conn }); ok {
		connection = secured.NetConn() // its own Close would say goodbye first
	}
	if tcp, ok := connection.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // else Close would end the connection in good order
	}
	_ = connection.Close()
}

// wait reports whether the time was over before the context.
func wait(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// sendHalf leaves the second half of the body out. A server closes the connection of a handler that does this.
func (r reply) sendHalf(w http.ResponseWriter) {
	if !r.hasBody() {
		r.send(w)
		return
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(r.text)))
	r.start(w)
	_, _ = w.Write(r.text[:len(r.text)/2])
}

const badGatewayPage = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n" +
	"<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n"

func (x *exchange) sendBadGateway(w http.ResponseWriter) {
	x.close(http.StatusBadGateway, "")
	w.Header().Set("Content-Type", "text/html")
	w.WriteHeader(http.StatusBadGateway)
	_, _ = io.WriteString(w, badGatewayPage)
}

func (x *exchange) sendRedirect(w http.ResponseWriter, location string) {
	x.close(http.StatusTemporaryRedirect, "")
	w.Header().Set("Location", location)
	w.WriteHeader(http.StatusTemporaryRedirect)
}

const bombMiB = 65

// sendBomb puts the white space behind the first brace, so that the whole is still the reply. It is a gzip file of many
// members, which cost nothing to repeat.
func (r reply) sendBomb(w http.ResponseWriter) {
	if !r.hasBody() {
		r.send(w)
		return
	}
	w.Header().Set("Content-Encoding", "gzip")
	r.start(w)
	_, _ = w.Write(zip(r.text[:1]))
	_, _ = w.Write(bytes.Repeat(mebibyteOfSpaces(), bombMiB))
	_, _ = w.Write(zip(r.text[1:]))
}

var mebibyteOfSpaces = sync.OnceValue(func() []byte { return zip(bytes.Repeat([]byte{' '}, 1<<20)) })

func zip(text []byte) []byte {
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	_, _ = w.Write(text) // a buffer takes everything
	_ = w.Close()
	return zipped.Bytes()
}
