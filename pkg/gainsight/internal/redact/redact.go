// Package redact takes secrets out of recorded traffic: where they stand by their names, and wherever else they are
// repeated. Rather than a secret it loses a body.
package redact

import (
	"net/url"
	"slices"
	"strings"

	"github.com/gainsight-go/gainsight-go/internal/recording"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/secret"
)

// Redactor redacts exchanges, and remembers their keys and the last tokens that were issued for those that follow. The
// zero Redactor is ready, and safe for concurrent use.
type Redactor struct{ remembered secret.Keeper }

// Line returns a line without its secrets. It keeps host, names and kinds of values, so that the line can still be
// validated; a body of which it is not sure is left out. A body is unpacked first, whatever its header says.
func (r *Redactor) Line(line recording.Line) recording.Line {
	search := &pass{known: []*secret.Keeper{&r.remembered}}
	search.line(line) // for what it finds
	for _, lasting := range search.lasting {
		r.remembered.KeepPassing(lasting)
	}
	found := new(secret.Keeper)
	found.Keep(search.found...)
	removal := &pass{known: []*secret.Keeper{found, &r.remembered}, isOverrun: search.isOverrun}
	return removal.line(line)
}

// pass goes over a line once: it redacts what is secret by its name, which it also finds, and what is known already.
type pass struct {
	known     []*secret.Keeper
	isOverrun bool // there is more that is secret than can be looked for

	issuesToken bool // of whose reply all is secret that is not known to be harmless
	path        string

	found   []secret.Secret
	lasting []secret.Secret // those that later lines can repeat
}

func (p *pass) line(line recording.Line) recording.Line {
	target, err := url.Parse(line.Request.URL)
	if err != nil {
		target = &url.URL{Path: "/" + secret.Mark}
	}
	p.issuesToken, p.path = strings.HasSuffix(target.Path, "/oauth/token"), target.Path
	line.Request.URL = p.target(*target)
	sent := line.Request.Header
	line.Request.Header = p.header(sent)
	line.Request.Body = p.body(line.Request.Body, sent)
	if line.Reply != nil {
		reply := *line.Reply
		reply.Header = p.header(line.Reply.Header)
		reply.Body = p.body(line.Reply.Body, line.Reply.Header)
		line.Reply = &reply
	}
	return line
}

const (
	// minSecret is the shortest secret that is looked for elsewhere; what is shorter stands everywhere.
	minSecret = 4
	// minGuess is that for what may be a secret, such as a client id or a cookie.
	minGuess = 8
	// maxSecret and maxSecrets bound what is looked for.
	maxSecret  = 16 << 10
	maxSecrets = 256
)

// find notes a secret, so that it is taken out wherever it stands.
func (p *pass) find(text string) {
	text = strings.TrimSpace(text)
	switch {
	case len(text) < minSecret, strings.Contains(secret.Mark, text), text == "true", text == "false", text == "null":
	case slices.ContainsFunc(p.found, func(found secret.Secret) bool { return found.Reveal() == text }):
	case len(text) > maxSecret, len(p.found) == maxSecrets:
		p.isOverrun = true
	default:
		p.found = append(p.found, secret.Redacted(text))
	}
}

// findLasting notes a secret that later lines can repeat.
func (p *pass) findLasting(text string) {
	before := len(p.found)
	p.find(text)
	p.lasting = append(p.lasting, p.found[before:]...)
}

// findGuess notes what may be a secret.
func (p *pass) findGuess(text string) {
	if len(text) >= minGuess {
		p.find(text)
	}
}
