package specfix

import (
	"errors"
	"path/filepath"
	"strings"
)

// ReadNew reads a new version of the published document from a file of the system or from a URL.
func ReadNew(fileOrURL string) (Source, error) {
	name, read := fileOrURL, readAnywhere
	if strings.Contains(fileOrURL, "://") {
		name, read = hideSecrets(fileOrURL), download
	}
	data, err := read(fileOrURL)
	if err == nil {
		err = checkText(name, data)
	}
	return Source{Name: name, Data: data, SHA256: sha256Hex(data)}, renamed(err, name)
}

// readAnywhere reads a file outside of the project with the same care as one inside.
func readAnywhere(file string) ([]byte, error) {
	dir, name := filepath.Split(file)
	return Project{Root: dir}.readBounded(name)
}

// renamed is an error about a file as it was given.
func renamed(err error, name string) error {
	var input *InputError
	if !errors.As(err, &input) {
		return err
	}
	message := input.Message
	if isNotExist(err) {
		message = "does not exist"
	}
	return &InputError{File: name, Line: input.Line, Message: message, cause: input.cause}
}
