package gainsight_test

import (
	"crypto/tls"
	"encoding/binary"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/quota"
)

// The frames of HTTP/2 (RFC 9113) that a server needs to break requests off.
const (
	frameData, frameHeaders, frameReset, frameSettings, frameGoAway = 0x0, 0x1, 0x3, 0x4, 0x7

	flagAck, flagEndStream = 0x1, 0x1

	noError, protocolError, refusedStream = 0x0, 0x1, 0x7
)

// frame returns a frame with numbers of four bytes.
func frame(kind byte, flags byte, stream uint32, numbers ...uint32) []byte {
	head := []byte{0, 0, byte(4 * len(numbers)), kind, flags}
	for _, number := range append([]uint32{stream}, numbers...) {
		head = binary.BigEndian.AppendUint32(head, number)
	}
	return head
}

// breakingOff is a server of HTTP/2 that breaks off every request when it has read it.
func breakingOff(t *testing.T, breakOff func(stream uint32) []byte) (url string, transport *http.Transport, requests *atomic.Int32) {
	t.Helper()
	standard := httptest.NewUnstartedServer(http.NotFoundHandler()) // whose certificate is taken
	standard.EnableHTTP2 = true
	standard.StartTLS()
	t.Cleanup(standard.Close)
	listener, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: standard.TLS.Certificates, NextProtos: []string{"h2"}})
	if err != nil {
		t.Fatal(err)
	}
	requests = new(atomic.Int32)
	accept(t, listener, func(conn net.Conn) {
		serveFrames(conn, func(stream uint32) []byte {
			requests.Add(1)
			return breakOff(stream)
		})
	})
	transport = standard.Client().Transport.(*http.Transport).Clone()
	t.Cleanup(transport.CloseIdleConnections)
	return "https://" + listener.Addr().String(), transport, requests
}

// serveFrames answers the settings of a connection, and each request with a frame.
func serveFrames(conn net.Conn, answer func(stream uint32) []byte) {
	if _, err := io.CopyN(io.Discard, conn, int64(len("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))); err != nil {
		return
	}
	_, _ = conn.Write(frame(frameSettings, 0, 0))
	for {
		head := make([]byte, 9)
		if _, err := io.ReadFull(conn, head); err != nil {
			return
		}
		length := int64(head[0])<<16 | int64(head[1])<<8 | int64(head[2])
		if _, err := io.CopyN(io.Discard, conn, length); err != nil {
			return
		}
		switch kind, flags, stream := head[3], head[4], binary.BigEndian.Uint32(head[5:]); {
		case kind == frameSettings && flags&flagAck == 0:
			_, _ = conn.Write(frame(frameSettings, flagAck, 0))
		case (kind == frameHeaders || kind == frameData) && flags&flagEndStream != 0:
			_, _ = conn.Write(answer(stream))
		}
	}
}

// A server of HTTP/2 can break off requests in ways for which net/http would send them again, up to thousands of times.
func TestRequestsOfHTTP2ArriveOnce(t *testing.T) {
	for name, breakOff := range map[string]func(stream uint32) []byte{
		"protocol error": func(stream uint32) []byte { return frame(frameReset, 0, stream, protocolError) },
		"refused stream": func(stream uint32) []byte { return frame(frameReset, 0, stream, refusedStream) },
		"going away":     func(uint32) []byte { return frame(frameGoAway, 0, 0, 0, noError) },
	} {
		t.Run(name, func(t *testing.T) {
			url, transport, requests := breakingOff(t, breakOff)
			store := newListening()
			client := newClient(t, url, gainsight.WithQuotaStore(store), gainsight.WithoutRetry(),
				gainsight.WithHTTPClient(&http.Client{Transport: transport}))
			created, err := client.Users.Create(t.Context(), newUsers(1), gainsight.UserCreateOptions{})
			if err == nil || created.Outcomes[0].Status != gainsight.InDoubt || created.Calls != 1 || requests.Load() != 1 {
				t.Errorf("created: %v in %d calls, %d requests, %v", created.Outcomes[0].Status, created.Calls, requests.Load(), err)
			}
			if err := client.CompanyTeam.Delete(t.Context(), "1P01"); err == nil || !strings.Contains(err.Error(), "HTTP/2") || requests.Load() != 2 {
				t.Errorf("deleted: %d requests, %v", requests.Load(), err)
			}
			if want := []quota.End{{Kind: quota.Unknown}, {Kind: quota.Unknown}}; !slices.Equal(store.ends, want) {
				t.Errorf("counted as %v", store.ends)
			}
		})
	}
}

// What is safe is tried again, each time with a slot.
func TestRetriesOfHTTP2(t *testing.T) {
	url, transport, requests := breakingOff(t, func(stream uint32) []byte { return frame(frameReset, 0, stream, protocolError) })
	client := newClient(t, url, gainsight.WithHTTPClient(&http.Client{Transport: transport}),
		gainsight.WithRetry(gainsight.RetryPolicy{MaxWait: time.Millisecond}))
	if err := client.CompanyTeam.Delete(t.Context(), "1P01"); err == nil || requests.Load() != 3 {
		t.Errorf("%d requests, %v", requests.Load(), err)
	}
	if used := usageOf(t, client).Windows[0].Used; used != 3 {
		t.Errorf("%d calls are used", used)
	}
}
