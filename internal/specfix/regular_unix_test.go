//go:build unix

package specfix_test

import (
	"syscall"
	"testing"

	"github.com/gainsight-go/gainsight-go/internal/specfix"
	"github.com/gainsight-go/gainsight-go/internal/specfix/specfixtest"
)

func pipe(t *testing.T, p specfix.Project, name string) {
	t.Helper()
	specfixtest.Remove(t, p, name)
	if err := syscall.Mkfifo(p.Path(name), 0o644); err != nil {
		t.Fatal(err)
	}
}

// Nobody writes into the pipes, so whoever opened one would wait for ever.
func TestPipes(t *testing.T) {
	for _, name := range []string{specfix.UpstreamFile, specfixtest.CorrectionFile} {
		p := specfixtest.New(t)
		pipe(t, p, name)
		if _, _, err := p.Check(); err == nil || err.Error() != name+": is a named pipe, but a regular file is needed" {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range []string{specfix.UpstreamHashFile, specfix.ReportFile, specfix.OperationsFile, specfix.SealFile, specfix.ModuleFile, specfix.GeneratedDir + "/client/client.gen.go"} {
		p := specfixtest.New(t)
		pipe(t, p, name)
		_, findings, err := p.Check()
		if err != nil {
			t.Fatal(err)
		}
		wantEach(t, findings, []string{name + ": stale: is a named pipe, but a regular file is needed"})
	}
	p := specfixtest.New(t)
	pipe(t, p, specfix.DocumentFile)
	if _, err := p.WriteFile(specfix.DocumentFile, nil); err == nil || err.Error() != "api/openapi.yml: cannot be written: it is a named pipe, and only a regular file is replaced: remove it first" {
		t.Error(err)
	}
	if _, err := p.Seal(); err == nil || err.Error() != "api/openapi.yml: is a named pipe, but a regular file is needed" {
		t.Error(err)
	}
}

func TestUnreadableFolder(t *testing.T) {
	if syscall.Geteuid() == 0 {
		t.Skip("root can read everything")
	}
	p := specfixtest.New(t)
	for _, name := range []string{specfix.GeneratedDir + "/client", specfix.CodegenDir + "/client.yml"} {
		if err := syscall.Chmod(p.Path(name), 0); err != nil {
			t.Fatal(err)
		}
	}
	_, findings, err := p.Check()
	if chmod := syscall.Chmod(p.Path(specfix.GeneratedDir+"/client"), 0o755); err != nil || chmod != nil {
		t.Fatal(err, chmod)
	}
	wantEach(t, findings, []string{"gen/client: stale: cannot be read: " + syscall.EACCES.Error(), "internal/codegen/client.yml: stale: cannot be read: " + syscall.EACCES.Error()})
}

func TestOtherFiles(t *testing.T) {
	p := specfixtest.New(t)
	specfixtest.Remove(t, p, specfix.ModuleFile)
	socket, err := syscall.Socket(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err != nil {
		t.Skip(err)
	}
	defer syscall.Close(socket)
	t.Chdir(p.Root) // the names of sockets have to be short
	if err := syscall.Bind(socket, &syscall.SockaddrUnix{Name: specfix.ModuleFile}); err != nil {
		t.Skip(err)
	}
	if _, err := p.ReadSource(specfix.ModuleFile); err == nil || err.Error() != "go.mod: is a socket, but a regular file is needed" {
		t.Error(err)
	}
	if _, err := (specfix.Project{Root: "/dev"}).ReadSource("null"); err == nil || err.Error() != "null: is a device, but a regular file is needed" {
		t.Error(err)
	}
}
