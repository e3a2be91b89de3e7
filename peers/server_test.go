//go:build unix

package peers

import (
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"
)

const (
	startTimeout = 30 * time.Second
	callTimeout  = 10 * time.Second
)

// startServer starts a program that listens on the given port of the loopback interface, waits until it answers and ends
// it with the test. Another program can have taken the port meanwhile: then it is tried with another one.
func startServer(t *testing.T, command func(port string) *exec.Cmd) (url string) {
	t.Helper()
	const tries = 3
	for range tries {
		port := freePort(t)
		cmd := command(port)
		log, ended := start(t, cmd)
		address := net.JoinHostPort("127.0.0.1", port)
		if answers(address, ended) {
			return "http://" + address
		}
		text, _ := os.ReadFile(log)
		t.Logf("%s ended, or does not answer within %v\n%s", cmd.Path, startTimeout, text)
	}
	t.Fatalf("it did not start %d times", tries)
	return ""
}

func start(t *testing.T, cmd *exec.Cmd) (logFile string, ended <-chan struct{}) {
	t.Helper()
	log, err := os.Create(filepath.Join(t.TempDir(), "log"))
	if err != nil {
		t.Fatal(err)
	}
	cmd.Env = append(append(os.Environ(), quiet...), cmd.Env...)
	cmd.Stdout, cmd.Stderr = log, log
	// A group of its own, so that processes that the tool starts end with it.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	over := make(chan struct{})
	go func() {
		_ = cmd.Wait()
		close(over)
	}()
	t.Cleanup(func() {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		<-over
		_ = log.Close()
	})
	return log.Name(), over
}

func freePort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return strconv.Itoa(listener.Addr().(*net.TCPAddr).Port)
}

// answers waits until the server takes connections, and gives up when it has ended: who answers then is another program.
func answers(address string, ended <-chan struct{}) bool {
	deadline := time.After(startTimeout)
	for {
		conn, err := net.DialTimeout("tcp", address, time.Second)
		if err == nil {
			conn.Close()
		}
		select {
		case <-ended:
			return false
		case <-deadline:
			return false
		case <-time.After(100 * time.Millisecond):
			if err == nil {
				return true
			}
		}
	}
}

type reply struct {
	status int
	header http.Header
	body   []byte
}

func wantStatus(t *testing.T, reply reply, want int) {
	t.Helper()
	if reply.status != want {
		t.Errorf("got status %d, want %d\n%s", reply.status, want, reply.body)
	}
}

func do(t *testing.T, req *http.Request) reply {
	t.Helper()
	res, err := direct.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply{res.StatusCode, res.Header, body}
}

// direct uses no proxy: the servers are on the loopback interface.
var direct = &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: callTimeout}
