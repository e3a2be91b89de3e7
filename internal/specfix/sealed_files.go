package specfix

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
)

// sealedFiles are the document and the generator's other inputs and outputs as they are now.
type sealedFiles struct {
	hashes     map[string]string // what does not exist has none
	unreadable map[string]error  // files and folders
}

func (p Project) sealedFiles() *sealedFiles {
	s := &sealedFiles{hashes: map[string]string{}, unreadable: map[string]error{}}
	s.add(p, DocumentFile)
	for _, dir := range []string{GeneratedDir, CodegenDir} {
		s.addAll(p, dir)
	}
	return s
}

// names lists what could be read.
func (s *sealedFiles) names() []string { return slices.Sorted(maps.Keys(s.hashes)) }

// err joins what could not be read.
func (s *sealedFiles) err() error {
	var problems []error
	for _, name := range slices.Sorted(maps.Keys(s.unreadable)) {
		problems = append(problems, s.unreadable[name])
	}
	return errors.Join(problems...)
}

// isUnknown reports whether nobody can tell what a file holds, or whether it exists at all.
func (s *sealedFiles) isUnknown(name string) bool {
	for other := range s.unreadable {
		if name == other || isInside(name, other) {
			return true
		}
	}
	return false
}

func (s *sealedFiles) addAll(p Project, dir string) {
	// The function that is called for each file returns no error, so the walk does not either.
	_ = filepath.WalkDir(p.Path(dir), func(path string, entry fs.DirEntry, err error) error {
		name := dir + filepath.ToSlash(strings.TrimPrefix(path, p.Path(dir)))
		switch {
		case isNotExist(err):
		case err != nil:
			s.unreadable[name] = unreadable(name, err)
		case !entry.IsDir() && name != SealFile:
			s.add(p, name)
		}
		return nil
	})
}

func (s *sealedFiles) add(p Project, name string) {
	hash, err := p.hashOf(name)
	switch {
	case isNotExist(err):
	case err != nil:
		s.unreadable[name] = err
	default:
		s.hashes[name] = hash
	}
}

func (p Project) hashOf(name string) (string, error) {
	if strings.ContainsAny(name, "\\\n\r") {
		return "", inputErrorf(name, 0, "has a name that sha256sum cannot hold: rename the file")
	}
	file, err := p.openRegular(name)
	if err != nil {
		return "", err
	}
	defer file.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return "", unreadable(name, err)
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}
