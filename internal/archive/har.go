package archive

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/contract"
)

// readHAR reads an HTTP archive.
func readHAR(name string, text io.Reader, sift *sift) error {
	p := newParser(name, text)
	hasLog, hasEntries := false, false
	_, err := p.object("the archive", func(member string) (err error) {
		if member != "log" {
			return p.skip()
		}
		hasLog, err = p.object("log", func(member string) (err error) {
			if member != "entries" {
				return p.skip()
			}
			hasEntries, err = p.list("log.entries", func() error {
				p.entry++
				return p.readEntry(sift)
			})
			p.entry = 0
			return err
		})
		return err
	})
	switch {
	case err != nil:
		return err
	case !hasLog:
		return fmt.Errorf(`%s: is no HTTP archive: it has neither the "log" of HAR 1.2 nor the "recording" of ours`, name)
	case !hasEntries:
		return fmt.Errorf("%s: is no HTTP archive: its log has no entries", name)
	}
	return p.expectEnd()
}

func (p *parser) readEntry(sift *sift) error {
	e := &entry{parser: p, sift: sift, request: newMessage(), reply: newMessage()}
	found, err := p.object("the entry", e.member)
	switch {
	case err != nil:
		return err
	case !found:
		return p.failf("the entry is null")
	case e.isDropped:
		sift.skipped++
		return nil
	}
	exchange, err := e.exchange()
	if err != nil {
		return err
	}
	return sift.each(Entry{exchange, e.isPreflight, p.entry})
}

// entry is what matters of an entry, as it is read.
type entry struct {
	*parser
	sift *sift

	method  string
	url     string
	target  *url.URL
	query   pairs
	request message
	reply   message
	status  int
	// isPreflight is told by Chromium, which may leave out the header that tells it too.
	isPreflight bool
	isDropped   bool // nobody wants it, so nothing more of it is read
}

func (e *entry) member(name string) (err error) {
	switch {
	case e.isDropped:
		return e.skip()
	case name == "_resourceType" && e.decoder.PeekKind() == '"':
		text, err := e.printed(name)
		e.isPreflight = text == "preflight"
		return err
	case name == "request":
		_, err = e.object("request", e.requestMember)
		return err
	case name == "response":
		_, err = e.object("response", e.replyMember)
		return err
	}
	return e.skip()
}

func (e *entry) requestMember(name string) (err error) {
	if e.isDropped {
		return e.skip()
	}
	switch name {
	case "method":
		e.method, err = e.text("request.method")
	case "url":
		return e.readURL()
	case "headers":
		e.request.header, err = e.headers("request.headers")
	case "queryString":
		e.query, err = e.pairs("request.queryString")
	case "bodySize":
		err = e.size(&e.request.bodySize, "request.bodySize")
	case "postData":
		_, err = e.object("request.postData", func(name string) error { return e.content(&e.request, "request.postData", name) })
	default:
		err = e.skip()
	}
	return err
}

func (e *entry) replyMember(name string) (err error) {
	switch name {
	case "status":
		e.status, err = e.readStatus()
	case "headers":
		e.reply.header, err = e.headers("response.headers")
	case "bodySize":
		err = e.size(&e.reply.bodySize, "response.bodySize")
	case "headersSize":
		err = e.hint(&e.reply.headersSize)
	case "_transferSize":
		err = e.hint(&e.reply.transferSize)
	case "content":
		_, err = e.object("response.content", func(name string) error { return e.content(&e.reply, "response.content", name) })
	default:
		err = e.skip()
	}
	return err
}

// content reads a member of postData or content.
func (e *entry) content(m *message, what, name string) (err error) {
	what += "." + name
	switch name {
	case "text":
		m.text, err = e.long(what)
	case "params":
		m.params, err = e.pairs(what)
	case "mimeType":
		m.mimeType, err = e.text(what)
	case "encoding", "_encoding": // the latter in postData, where the standard has none
		m.encoding, err = e.text(what)
	case "size":
		err = e.size(&m.size, what)
	default:
		err = e.skip()
	}
	return err
}

// maxURL is far more than any server takes.
const maxURL = 1 << 20

func (e *entry) readURL() (err error) {
	if e.url, err = e.text("request.url"); err != nil || e.url == "" {
		return err
	}
	target, isWanted, err := locate(e.url, e.sift)
	switch {
	case err != nil:
		return e.failf("%w", err)
	case isWanted && len(e.url) > maxURL:
		return e.failf("the URL of the request is longer than %d MiB", maxURL>>20)
	}
	e.target, e.isDropped = target, !isWanted
	return nil
}

// readStatus returns 0 where no reply came: the request was blocked or broken off.
func (e *entry) readStatus() (int, error) {
	text, err := e.printed("response.status")
	if err != nil || text == "" {
		return 0, err
	}
	status, isOne := whole(text)
	if !isOne || status > 0 && status < 100 || status > 999 {
		return 0, e.failf("response.status: want an HTTP status, found something else")
	}
	return max(status, 0), nil
}

// size reads a size, which is not worth an error.
func (e *entry) size(size *int, what string) error {
	text, err := e.printed(what)
	if number, isOne := whole(text); isOne {
		*size = number
	}
	return err
}

// hint reads a size that may be anything else too, since little hangs on it.
func (e *entry) hint(size *int) error {
	if e.decoder.PeekKind() != '0' {
		return e.skip()
	}
	return e.size(size, "")
}

// pairs are names and values in their order, escaped as in a query.
type pairs struct {
	text      string
	isTooLong bool
}

const maxPairs = 1 << 20

func (e *entry) pairs(what string) (pairs, error) {
	var text strings.Builder
	isTooLong := false
	err := e.eachPair(what, func(name, value string) error {
		if isTooLong = isTooLong || text.Len()+len(name)+len(value) > maxPairs; isTooLong {
			return nil
		}
		if text.Len() > 0 {
			text.WriteByte('&')
		}
		text.WriteString(url.QueryEscape(name) + "=" + url.QueryEscape(value))
		return nil
	})
	return pairs{text.String(), isTooLong}, err
}

// maxHeader is what net/http takes of a header by default.
const maxHeader = 1 << 20

// headers reads a header without the pseudo headers of HTTP/2. Some browsers put several values of a name into one, each
// on a line of its own.
func (e *entry) headers(what string) (http.Header, error) {
	header, size := http.Header{}, 0
	return header, e.eachPair(what, func(name, value string) error {
		if size += len(name) + len(value); size > maxHeader {
			return e.failf("%s: the header is longer than %d MiB", what, maxHeader>>20)
		}
		if name == "" || name[0] == ':' {
			return nil
		}
		for line := range strings.SplitSeq(value, "\n") {
			header.Add(strings.TrimSpace(name), strings.TrimSpace(line))
		}
		return nil
	})
}

func (e *entry) eachPair(what string, each func(name, value string) error) error {
	_, err := e.list(what, func() error {
		var name, value string
		_, err := e.object(what, func(member string) (err error) {
			switch member {
			case "name":
				name, err = e.printed(what + ".name")
			case "value":
				value, err = e.printed(what + ".value")
			default:
				err = e.skip()
			}
			return err
		})
		if err != nil {
			return err
		}
		return each(name, value)
	})
	return err
}

// exchange puts together what was read.
func (e *entry) exchange() (exchange contract.Exchange, err error) {
	switch {
	case e.url == "":
		return exchange, e.failf("request.url is missing")
	case e.method == "":
		return exchange, e.failf("request.method is missing")
	case e.target.RawQuery == "" && e.query.isTooLong:
		return exchange, e.failf("request.queryString is longer than %d MiB", maxPairs>>20)
	case e.target.RawQuery == "":
		e.target.RawQuery = e.query.text
	}
	exchange.Request = contract.Request{Method: e.method, URL: e.target, Header: e.request.header}
	exchange.Request.Body = e.request.sent()
	e.request.addContentType(exchange.Request.Body)
	if e.status == 0 {
		return exchange, nil
	}
	reply := &contract.Reply{Status: e.status, Header: e.reply.header, Body: e.reply.received(e.method, e.status)}
	e.reply.addContentType(reply.Body)
	exchange.Reply = reply
	return exchange, nil
}
