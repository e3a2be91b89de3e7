package specfix

// Output is a file that specfix writes. Its content means something only while there is no finding.
type Output struct {
	File    string
	Content func() []byte
}

// DocumentOutput is the corrected document.
func (r *Result) DocumentOutput() Output {
	return Output{DocumentFile, func() []byte { return r.Document }}
}

// ReportOutput is the page that lists every correction.
func (r *Result) ReportOutput() Output { return Output{ReportFile, r.Report} }
