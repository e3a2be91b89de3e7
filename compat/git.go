package main

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// git runs git in a folder. Its error is the first line that git wrote.
func git(dir string, args ...string) ([]byte, error) {
	command := exec.Command("git", append([]string{"-C", dir}, args...)...)
	var stderr bytes.Buffer
	command.Stderr = &stderr
	out, err := command.Output()
	if line, _, _ := strings.Cut(stderr.String(), "\n"); err != nil && line != "" {
		err = errors.New(strings.TrimPrefix(line, "fatal: "))
	}
	return out, err
}

// checkOut writes the files of a commit into a new folder, which the caller has to remove.
func checkOut(root, commit string) (dir string, err error) {
	archive, err := git(root, "archive", "--format=zip", commit)
	if err != nil {
		return "", fmt.Errorf("%s cannot be read: %w", commit, err)
	}
	files, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		return "", fmt.Errorf("%s cannot be read: %w", commit, err)
	}
	if dir, err = os.MkdirTemp("", "compat-"); err != nil {
		return "", err
	}
	if err := os.CopyFS(dir, files); err != nil {
		os.RemoveAll(dir)
		return "", err
	}
	return dir, nil
}
