package analytics

import "github.com/linkpack/linkpack-go/routing"

// Hit is a request to a link, to be recorded. A recorder.Recorder turns it into a
// [Click].
type Hit struct {
	// Plan describes the link at the time of the request.
	Plan *Plan
	// Rule is the index of the rule that matched, or -1.
	Rule int
	// Draws are the visitor's numbers in the splits whose rules were evaluated.
	Draws []routing.Draw
	// Blocked says that a gate refused the visit.
	Blocked bool
	// Visit is the request.
	Visit *routing.Visit
	// ID is the ID that the destination gets to know, so that conversions can name the
	// click. Its time must be that of the visit. The zero ID means that the click is
	// not tracked: then its ID is made from its place in the log and not stored.
	ID ClickID
	// Person is a keyed hash of what the host knows the visitor by, such as a cookie,
	// within the workspace. It is stored with the click, so that the clicks of the same
	// person can be found; see recorder.Recorder.Persons. 0 means none. A hit without
	// an ID must not have one.
	Person uint64
	// Recorded is the click to import. Its Visitor, Referrer, UTM, Scan and
	// Placement are used instead of those of Visit. If it is a conversion, so is the
	// hit. It is nil for a request.
	Recorded *Click
}

// Plan describes a revision of a link. Its clicks are stored with numbers that refer
// to the names in the plan. All hits of the revision share the plan, and the recorder
// keeps it, so neither the plan nor the memory of its texts must be changed.
type Plan struct {
	// Link is the number of the link in the store.
	Link uint32
	// Workspace is the number of the link's workspace in the store. No link and
	// workspace have the same number. 0 means no workspace. A link's workspace
	// cannot change; later values are ignored.
	Workspace uint32
	// Revision counts the versions of the link, starting at 1.
	Revision uint32
	// Domain is the link's domain. Visitors are identified separately on each domain.
	Domain string
	// Targets are the link's own destination, followed by those of its rules.
	Targets []Target
	// Splits are the IDs of the splits, in the order in which [routing.Draw]
	// numbers them.
	Splits []string
}

// Target is a possible destination of a link.
type Target struct {
	// Rule is the ID of the rule. It is empty for the link's own destination.
	Rule string
	// Split is the index, in the plan's Splits and counted from 1, of the split
	// that the rule belongs to. 0 means none.
	Split int
	// Destination is the URL of the link or the rule.
	Destination string
	// UTM are the UTM parameters set on the destination. nil means none.
	UTM *routing.UTM
}
