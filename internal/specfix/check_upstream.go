package specfix

import "path"

// checkUpstreamHash makes sure that the published document is as it was downloaded.
func (c *checker) checkUpstreamHash() {
	source, err := c.project.ReadSource(UpstreamHashFile)
	if err != nil {
		c.addError(err)
		return
	}
	recorded, findings := readSums(UpstreamHashFile, source.Data)
	c.add(findings...)
	for _, entry := range recorded.entries {
		if entry.name != path.Base(UpstreamFile) {
			c.stale(UpstreamHashFile, entry.line, "names %s instead of %s", entry.name, path.Base(UpstreamFile))
		} else if entry.hash != c.result.Upstream.SHA256 {
			c.stale(UpstreamFile, 0, "has the sha256 %s, but %s says %s: restore the published document, or record the hash if this is a new version of it",
				c.result.Upstream.SHA256, UpstreamHashFile, entry.hash)
		}
	}
	if len(recorded.entries) != 1 {
		c.stale(UpstreamHashFile, 0, "holds %d hashes instead of one: write it with sha256sum", len(recorded.entries))
	}
}
