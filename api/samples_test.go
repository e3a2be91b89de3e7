package api_test

import (
	"embed"
	"encoding/json"
	"fmt"
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
	operation string
	where     string // request, or a status
	name      string
	summary   string
	value     any
}

func examples(d document) []example {
	var all []example
	for route := range documented {
		operation := d.operations()[route]
		bodies := map[string]any{"request": operation["requestBody"]}
		maps.Copy(bodies, operation.object("responses"))
		for where, body := range bodies {
			named := d.follow(body).object("content", "application/json", "examples")
			for name, ref := range named {
				e := d.follow(ref)
				all = append(all, example{operation.text("operationId"), where, name, e.text("summary"), e["value"]})
			}
		}
	}
	return all
}

func exampleNames(d document, body any) []string {
	return keysOf(d.follow(body).object("content", "application/json", "examples"))
}

// isArticle tells the article's samples from examples of other sources: the article has none for 401, 404, 416, 429 and
// 500.
func (e example) isArticle() bool {
	return e.where == "request" || e.where == "200" || e.where == "400"
}

// checkSamples compares the examples with testdata/samples: each file is an example, and each example is a file.
func checkSamples(d document) []string {
	var c complaints
	found := map[string]bool{}
	for _, e := range examples(d) {
		if !e.isArticle() {
			continue
		}
		name := fmt.Sprintf("%s.%s.%s", e.operation, e.where, e.name)
		found[name] = true
		c.wantSample(name, e.value, articleSamples[name])
	}
	c.wantAll(found, articleSamples)
	return c
}

// checkOtherExamples compares the examples that are no samples of the article with testdata/other. Their summary carries
// the mark of their source.
func checkOtherExamples(d document) []string {
	var c complaints
	mark := regexp.MustCompile(`\([AVTLI]\)`)
	found := map[string]bool{}
	for _, e := range examples(d) {
		if e.isArticle() {
			continue
		}
		name := e.where + "." + e.name
		found[name] = true
		c.wantSample(name, e.value, otherSamples[name])
		if !mark.MatchString(e.summary) {
			c.addf("%s: the summary does not say what it rests on: %s", name, e.summary)
		}
	}
	c.wantAll(found, otherSamples)
	return c
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
