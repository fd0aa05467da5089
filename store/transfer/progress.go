package transfer

// Progress says how far a copy has come.
type Progress struct {
	// Step is the part of the copy that is being done.
	Step Step
	// Rows were done in this step, of Total. While reading, Total is 0, since it is not
	// known.
	Rows, Total int64
}

// Step is a part of a copy. They come in the order of the constants.
type Step string

// The steps of a copy.
const (
	Reading   Step = "read"
	Writing   Step = "write"
	Verifying Step = "verify"
)

// reporter tells of the progress of a step.
type reporter struct {
	tell  func(Progress)
	step  Step
	total int64
}

// done tells that some rows have been done.
func (r reporter) done(rows int64) {
	if r.tell != nil {
		r.tell(Progress{r.step, rows, r.total})
	}
}
