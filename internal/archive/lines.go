package archive

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/gainsight-go/gainsight-go/internal/header"
	"github.com/gainsight-go/gainsight-go/internal/recording"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/contract"
)

// readLines reads the recordings of contract.Recorder.
func readLines(name string, text *bufio.Reader, sift *sift) error {
	lines := lines{source: text}
	for number := 1; ; number++ {
		line, err := lines.next()
		switch {
		case err == io.EOF:
			return nil
		case err == errLongLine:
			return fmt.Errorf("%s: line %d: %w", name, number, err)
		case err != nil:
			return unreadable(name, err)
		}
		if len(line) == 0 {
			continue
		}
		entry, isWanted, err := entryOf(line, sift)
		if err != nil {
			return fmt.Errorf("%s: line %d: %w", name, number, err)
		}
		if !isWanted {
			sift.skipped++
			continue
		}
		entry.Number = number
		if err := sift.each(entry); err != nil {
			return err
		}
	}
}

var errLongLine = fmt.Errorf("the line is longer than %d MiB, which no recording of ours is", recording.MaxLine>>20)

// lines are read into one buffer, since each can be long.
type lines struct {
	source *bufio.Reader
	line   []byte
}

// next returns a line without the space around it, and io.EOF where there is none. It is valid until the next one is read.
func (l *lines) next() ([]byte, error) {
	l.line = l.line[:0]
	for {
		part, err := l.source.ReadSlice('\n')
		l.line = append(l.line, part...)
		switch {
		case len(l.line) > recording.MaxLine:
			return nil, errLongLine
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err == io.EOF && len(l.line) > 0, err == nil:
			return bytes.TrimSpace(l.line), nil
		}
		return nil, err
	}
}

func entryOf(text []byte, sift *sift) (entry Entry, isWanted bool, err error) {
	line, err := recording.Decode(text)
	if err != nil {
		return Entry{}, false, err
	}
	target, isWanted, err := locate(line.Request.URL, sift)
	if err != nil || !isWanted {
		return Entry{}, false, err
	}
	entry.Request = contract.Request{Method: line.Request.Method, URL: target, Header: header.Canonical(line.Request.Header), Body: bodyOf(line.Request.Body)}
	if reply := line.Reply; reply != nil {
		entry.Reply = &contract.Reply{Status: reply.Status, Header: header.Canonical(reply.Header), Body: bodyOf(reply.Body)}
	}
	return entry, true, nil
}

func bodyOf(body recording.Body) contract.Body {
	if body.Unknown != "" {
		return contract.Body{Unknown: body.Unknown, NotEmpty: body.Unknown != recording.NotWhole}
	}
	return contract.Body{Bytes: body.Bytes()}
}
