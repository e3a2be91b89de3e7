package api_test

import (
	"embed"
	"encoding/json"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
)

//go:embed testdata/samples/*.json testdata/other/*.json
var sampleFiles embed.FS

// readSamples reads a folder of samples, by file name without the ending.
func readSamples(folder string) map[string][]byte {
	entries, err := sampleFiles.ReadDir("testdata/" + folder)
	if err != nil {
		panic(err) // cannot happen: the folder is embedded
	}
	samples := map[string][]byte{}
	for _, entry := range entries {
		text, err := sampleFiles.ReadFile(path.Join("testdata", folder, entry.Name()))
		if err != nil {
			panic(err)
		}
		samples[strings.TrimSuffix(entry.Name(), ".json")] = text
	}
	return samples
}

var (
	articleSamples = readSamples("samples")
	otherSamples   = readSamples("other")
)

// example is one example of a documented operation.
type example struct {
	name    string // as its file is called
	summary string
	value   any
}

// examples are the examples of the documented operations: those of an operation's own request or reply, called after the
// operation, and those of the replies that many operations share.
func examples(d document) []example {
	var all []example
	for route := range documented {
		operation := d.operations()[route]
		bodies := map[string]any{"request": operation["requestBody"]}
		maps.Copy(bodies, operation.object("responses"))
		for where, body := range bodies {
			owner := operation.text("operationId") + "."
			if operation.text("responses", where, "$ref") != "" {
				owner = ""
			}
			for name, e := range namedExamples(d, body) {
				all = append(all, example{owner + where + "." + name, e.text("summary"), e["value"]})
			}
		}
	}
	return all
}

// namedExamples are the examples of a request or a reply, of all its media types.
func namedExamples(d document, body any) map[string]document {
	named := map[string]document{}
	for _, media := range d.follow(body).object("content") {
		for name, e := range d.follow(media).object("examples") {
			named[name] = d.follow(e)
		}
	}
	return named
}

func exampleNames(d document, body any) []string {
	return slices.Sorted(maps.Keys(namedExamples(d, body)))
}

var (
	// isSample tells the samples of the vendor's articles by their summary.
	isSample = regexp.MustCompile(`^The (vendor's|sample of the transcription)`)
	// isSourced tells the examples of other sources by the mark in their summary.
	isSourced = regexp.MustCompile(`\([AVTLI]\)`)
	// isArtificial tells the examples that rest on no source, and so have no file to be compared with.
	isArtificial = regexp.MustCompile(`(?i)artificial`)
)

// checkSamples compares the examples with testdata/samples: each file is an example, and each sample is a file.
func checkSamples(d document) []string {
	var c complaints
	c.compareExamples(d, articleSamples, func(e example) bool { return isSample.MatchString(e.summary) })
	return c
}

// checkOtherExamples compares the examples that are no samples of the vendor with testdata/other.
func checkOtherExamples(d document) []string {
	var c complaints
	c.compareExamples(d, otherSamples, func(e example) bool {
		if isSample.MatchString(e.summary) {
			return false
		}
		if !isSourced.MatchString(e.summary) && !isArtificial.MatchString(e.summary) {
			c.addf("%s: the summary does not say what it rests on: %s", e.name, e.summary)
		}
		return isSourced.MatchString(e.summary)
	})
	return c
}

func (c *complaints) compareExamples(d document, files map[string][]byte, isOne func(example) bool) {
	found := map[string]bool{}
	for _, e := range examples(d) {
		if isOne(e) {
			found[e.name] = true
			c.wantSample(e.name, e.value, files[e.name])
		}
	}
	c.wantAll(found, files)
}

func (c *complaints) wantSample(name string, got any, file []byte) {
	if file == nil {
		c.addf("the example %s has no file in testdata", name)
		return
	}
	var want any
	if err := json.Unmarshal(file, &want); err != nil {
		c.addf("%s.json: %v", name, err)
		return
	}
	c.want(name, toJSON(got), toJSON(want))
}

func (c *complaints) wantAll(found map[string]bool, files map[string][]byte) {
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if !found[name] {
			c.addf("the document lacks the example %s", name)
		}
	}
}

// Parameters have an example of the same name as the request and the reply, so that an exchange is complete.
var wantParameterExamples = map[string]string{
	"DELETE /teams/services/companyTeam/{gsid} deleted": `"1I0054U9FAKXZ0H26H4H0U5VRD65H9JW66FJ"`,
	"PUT /teams/services/companyTeam by-name":           `["CompanyGsid","UserGsid"]`,
	"PUT /teams/services/companyTeam by-gsid":           `["CompanyGsid","UserGsid"]`,
}

func checkParameterExamples(d document) []string {
	var c complaints
	got := map[string]string{}
	for route := range documented {
		list, _ := d.operations()[route]["parameters"].([]any)
		for _, item := range list {
			for name, ref := range d.follow(item).object("examples") {
				got[route+" "+name] = toJSON(d.follow(ref)["value"])
			}
		}
	}
	for name, want := range wantParameterExamples {
		c.want(name, got[name], want)
	}
	c.want("the number of parameter examples", len(got), len(wantParameterExamples))
	return c
}
