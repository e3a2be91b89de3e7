//go:build unix

package peers

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/quota"
)

// nginx's limit_req refuses nothing where the windows are those that docs/quota.md gives for its settings, and a lot where
// they are not. 600r/m is one call each 100 ms.
func TestNginxLimitReq(t *testing.T) {
	for name, test := range map[string]struct {
		limit    string
		windows  []quota.Window
		isTooFew bool // of the windows
	}{
		"burst of N-1":               {"burst=9 nodelay", []quota.Window{{Calls: 10, Per: time.Second}}, false},
		"burst of N-1, with delays":  {"burst=9", []quota.Window{{Calls: 10, Per: time.Second}}, false},
		"smaller burst":              {"burst=4 nodelay", []quota.Window{{Calls: 5, Per: 500 * time.Millisecond}, {Calls: 10, Per: time.Second}}, false},
		"no burst":                   {"", []quota.Window{{Calls: 1, Per: 100 * time.Millisecond}}, false},
		"no burst, and no window":    {"", []quota.Window{{Calls: 10, Per: time.Second}}, true},
		"a smaller burst, no window": {"burst=4 nodelay", []quota.Window{{Calls: 10, Per: time.Second}}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			const calls = 30
			if refused := useUp(t, startNginx(t, "600r/m", test.limit), test.windows, calls); (refused > 0) != test.isTooFew {
				t.Errorf("%d of %d calls were refused", refused, calls)
			}
		})
	}
}

// startNginx limits calls to a server that takes all of them.
func startNginx(t *testing.T, rate, limit string) (url string) {
	t.Helper()
	nginx, err := exec.LookPath("nginx")
	if err != nil {
		nginx, err = exec.LookPath("/usr/sbin/nginx") // where Debian has it, which only root's path knows
	}
	if err != nil {
		missing(t, "nginx is not installed")
	}
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	t.Cleanup(server.Close)
	return startServer(t, func(port string) *exec.Cmd {
		folder := t.TempDir()
		configuration := filepath.Join(folder, "nginx.conf")
		if err := os.WriteFile(configuration, nginxConf(folder, port, rate, limit, server.URL), 0o600); err != nil {
			t.Fatal(err)
		}
		return exec.Command(nginx, "-p", folder, "-e", "stderr", "-c", configuration)
	})
}

func nginxConf(folder, port, rate, limit, url string) []byte {
	return fmt.Appendf(nil, `daemon off;
master_process off;
pid %[1]s/pid;
error_log stderr;
events {}
http {
	access_log off;
	client_body_temp_path %[1]s/body;
	proxy_temp_path %[1]s/proxy;
	limit_req_zone $binary_remote_addr zone=calls:1m rate=%[2]s;
	limit_req_status 429;
	server {
		listen 127.0.0.1:%[3]s;
		location / {
			limit_req zone=calls %[4]s;
			proxy_pass %[5]s;
		}
	}
}
`, folder, rate, port, limit, url)
}

// useUp makes calls as fast as the windows permit, four at once.
func useUp(t *testing.T, url string, windows []quota.Window, calls int) (refused int) {
	t.Helper()
	limiter := quota.NewLimiter(quota.Memory())
	bucket := quota.Bucket{Host: url, Class: "c", Windows: windows}
	var begun, tooMany atomic.Int32
	done := make(chan error)
	const workers = 4
	for range workers {
		go func() {
			var err error
			for err == nil && int(begun.Add(1)) <= calls {
				err = callOnce(t, url, limiter, bucket, &tooMany)
			}
			done <- err
		}()
	}
	for range workers {
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
	return int(tooMany.Load())
}

// callOnce takes a slot as one that was used even if the call is refused, to see all of them.
func callOnce(t *testing.T, url string, limiter *quota.Limiter, bucket quota.Bucket, refused *atomic.Int32) error {
	slot, err := limiter.Acquire(t.Context(), bucket, callTimeout, time.Hour)
	if err != nil {
		return err
	}
	reply, err := (&http.Client{Timeout: callTimeout}).Get(url)
	if err != nil {
		return err
	}
	_ = reply.Body.Close()
	if reply.StatusCode == http.StatusTooManyRequests {
		refused.Add(1)
	}
	return slot.Settle(t.Context(), quota.End{Kind: quota.Arrived})
}
