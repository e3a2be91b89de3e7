package peers

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// toolTimeout bounds one run of one tool. Each takes about a second.
const toolTimeout = time.Minute

// quiet keeps the tools from reporting use, from asking for newer versions of themselves and from drawing in colour.
var quiet = []string{
	"BUMP_SKIP_NEW_VERSION_CHECK=true",
	"DO_NOT_TRACK=1",
	"NO_COLOR=1",
	"NODE_NO_WARNINGS=1",
	"REDOCLY_SUPPRESS_UPDATE_NOTICE=true",
	"REDOCLY_TELEMETRY=off",
	"SCARF_ANALYTICS=false",
}

// nodeTool gives the path of a program that npm installed.
func nodeTool(t *testing.T, name string) string {
	t.Helper()
	return installed(t, filepath.Join(".bin", name))
}

// installed gives the path of what npm installed. Without it the test is skipped, or fails where CI is set: a check that
// silently does not run proves nothing.
func installed(t *testing.T, name string) string {
	t.Helper()
	if _, err := exec.LookPath("node"); err != nil {
		missing(t, "Node.js is not installed")
	}
	path, err := filepath.Abs(filepath.Join("node_modules", name))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil {
		missing(t, filepath.Base(name)+" is not installed; run npm ci in peers/")
	}
	return path
}

func missing(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatal(what)
	}
	t.Skip(what)
}

// output is what a tool wrote. A linter ends with a code of its own when it found something, so that is no error here.
type output struct {
	code           int
	stdout, stderr []byte
}

func runNode(t *testing.T, name string, args ...string) output {
	t.Helper()
	tool := nodeTool(t, name)
	ctx, cancel := context.WithTimeout(t.Context(), toolTimeout)
	defer cancel()
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, tool, args...)
	cmd.Env = append(os.Environ(), quiet...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	cmd.WaitDelay = time.Second
	err := cmd.Run()
	if ctx.Err() != nil {
		t.Fatalf("%s did not end within %v", name, toolTimeout)
	}
	if cmd.ProcessState == nil {
		t.Fatalf("%s did not start: %v", name, err)
	}
	return output{cmd.ProcessState.ExitCode(), stdout.Bytes(), stderr.Bytes()}
}
