// Package analytics has the types for counting requests to short links and for
// asking questions about them: what is recorded, what can be asked, and what the
// answers are.
//
// Open a recorder.Recorder on a [Store], and give it a [Hit] for every request.
// Ask it for the [Stats] that a [Query] describes, or read single [Click] values:
// those of one link, those of a [Selection], or new ones as they come. The package
// clickfile writes clicks as CSV and JSON. Most programs use the package linkpack,
// which does all of this for its links.
//
// A request has one [Class]. Only those of the class [Human] are called clicks in
// statistics. All types have JSON names.
//
// Package recorder documents how clicks are recorded, what is kept of visitors and what
// is promised.
package analytics
