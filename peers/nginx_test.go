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
		least    int  // calls that arrive in 3 s
	}{
		"burst of N-1":               {"burst=9 nodelay", []quota.Window{{Calls: 10, Per: time.Second}}, false, 30},
		"burst of N-1, with delays":  {"burst=9", []quota.Window{{Calls: 10, Per: time.Second}}, false, 10},
		"smaller burst":              {"burst=4 nodelay", []quota.Window{{Calls: 5, Per: 500 * time.Millisecond}, {Calls: 10, Per: time.Second}}, false, 20},
		"no burst":                   {"", []quota.Window{{Calls: 1, Per: 100 * time.Millisecond}}, false, 8},
		"no burst, and no window":    {"", []quota.Window{{Calls: 10, Per: time.Second}}, true, 0},
		"a smaller burst, no window": {"burst=4 nodelay", []quota.Window{{Calls: 10, Per: time.Second}}, true, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			accepted, refused := useUp(t, startNginx(t, "600r/m", test.limit), test.windows, 3*time.Second)
			t.Logf("%d accepted, %d refused", accepted, refused)
			if (refused > 0) != test.isTooFew || accepted < test.least {
				t.Errorf("%d calls were accepted, want at least %d, and %d refused", accepted, test.least, refused)
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
	folder, port := t.TempDir(), freePort(t)
	configuration := filepath.Join(folder, "nginx.conf")
	text := fmt.Sprintf(`daemon off;
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
`, folder, rate, port, limit, server.URL)
	if err := os.WriteFile(configuration, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return startServer(t, port, exec.Command(nginx, "-p", folder, "-e", "stderr", "-c", configuration))
}

// useUp makes as many calls as the windows permit, four at once.
func useUp(t *testing.T, url string, windows []quota.Window, length time.Duration) (accepted, refused int) {
	t.Helper()
	limiter := quota.NewLimiter(quota.Memory())
	bucket := quota.Bucket{Host: url, Class: "c", Windows: windows}
	var arrived, tooMany atomic.Int32
	over := time.Now().Add(length)
	done := make(chan error)
	const workers = 4
	for range workers {
		go func() {
			for {
				slot, err := limiter.Acquire(t.Context(), bucket, callTimeout, time.Until(over))
				if err != nil { // no slot before it is over
					done <- nil
					return
				}
				response, err := (&http.Client{Timeout: callTimeout}).Get(url)
				if err != nil {
					done <- err
					return
				}
				_ = response.Body.Close()
				end := quota.End{Kind: quota.Arrived}
				if response.StatusCode == http.StatusTooManyRequests {
					tooMany.Add(1) // and goes on, to see all of them
				} else {
					arrived.Add(1)
				}
				if err := slot.Settle(t.Context(), end); err != nil {
					done <- err
					return
				}
			}
		}()
	}
	for range workers {
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
	return int(arrived.Load()), int(tooMany.Load())
}
