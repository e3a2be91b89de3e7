package specfix

import (
	"errors"
	"io/fs"
	"os"
)

// WriteFiles replaces several files of the project, all of them or none: when one cannot be written, those before it get
// back what they held. It lists the files that changed.
func (p Project) WriteFiles(outputs []Output) (written []string, err error) {
	var undo []func() error
	for _, output := range outputs {
		restore, err := p.restorer(output.File)
		if err != nil {
			return nil, errors.Join(err, undoAll(undo))
		}
		changed, err := p.WriteFile(output.File, output.Content())
		if err != nil {
			return nil, errors.Join(err, undoAll(undo))
		}
		if changed {
			written, undo = append(written, output.File), append(undo, restore)
		}
	}
	return written, nil
}

// restorer makes a function that brings back a file as it is now.
func (p Project) restorer(name string) (func() error, error) {
	old, err := os.ReadFile(p.Path(name))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return func() error { return os.Remove(p.Path(name)) }, nil
	case err != nil:
		return nil, unreadable(name, err)
	}
	return func() error {
		_, err := p.WriteFile(name, old)
		return err
	}, nil
}

func undoAll(undo []func() error) error {
	var problems []error
	for _, restore := range undo {
		problems = append(problems, restore())
	}
	return errors.Join(problems...)
}
