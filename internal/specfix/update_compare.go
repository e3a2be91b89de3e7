package specfix

import (
	"bytes"
	"encoding/json"
	"errors"
	"os/exec"
	"strings"
)

// compareModule holds the program that knows what a change breaks.
const compareModule = "compat"

// CompareOperations compares the published document with a new version of it. The program that does it is in a module of
// its own, since its dependencies do not fit into this one.
func (p Project) CompareOperations(after Source) ([]OperationChange, error) {
	if _, err := p.readBounded(compareModule + "/" + ModuleFile); err != nil {
		return nil, err
	}
	command := exec.Command("go", "run", "-C", p.Path(compareModule), ".", "changes", UpstreamFile)
	command.Stdin = bytes.NewReader(after.Data)
	out, err := command.Output()
	if err != nil {
		return nil, inputErrorf(after.Name, 0, "its operations cannot be compared: %s", reason(err))
	}
	var changes []OperationChange
	if err := json.Unmarshal(out, &changes); err != nil {
		return nil, inputErrorf(after.Name, 0, "its operations cannot be compared: %s printed what is no JSON: %v", compareModule, err)
	}
	return changes, nil
}

// reason is what the program said, without what the go command adds to it.
func reason(err error) string {
	if errors.Is(err, exec.ErrNotFound) {
		return "the go command is not found: install Go, or put it into PATH"
	}
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return err.Error()
	}
	var lines []string
	for line := range strings.Lines(string(exit.Stderr)) {
		if !strings.HasPrefix(line, "exit status ") && !strings.HasPrefix(line, "go: downloading ") {
			lines = append(lines, line)
		}
	}
	if said := oneLine(strings.Join(lines, "")); said != "" {
		return said
	}
	return err.Error()
}
