package analytics

import "github.com/linkpack/linkpack-go/routing"

// Hit is one request that reached a link's redirect, as the handler saw it. The
// [recorder.Recorder] turns it into a [Click]; until then it keeps the request's own
// strings.
type Hit struct {
	// Plan is the link as it was when the hit came.
	Plan *Plan
	// Rule is the index of the rule that matched, or -1.
	Rule int
	// Draws are the splits that the visit met.
	Draws []routing.Draw
	// Blocked says that a gate kept the visitor from the destination.
	Blocked bool
	// Visit holds the facts.
	Visit *routing.Visit
	// Recorded is the click that the hit stands for, when it is imported; its
	// Visitor, Referrer, UTM and Scan are kept as they are, whatever the visit
	// says. nil for a request.
	Recorded *Click
}

// Plan is what a link looked like at one revision: the names that its clicks
// refer to by number. It is shared by all hits of that revision and must not
// change.
type Plan struct {
	// Link is the number that the store gave the link.
	Link uint32
	// Workspace is the number that the store gave the link's workspace, out of
	// the same row of numbers; 0 for none. A link's workspace never changes: the first one counts.
	Workspace uint32
	// Revision counts the link's changes, from 1.
	Revision uint32
	// Domain is the link's domain; visitors are told apart per domain.
	Domain string
	// Targets are the link's own destination, then those of its rules.
	Targets []Target
	// Splits are the ids of the splits, as [routing.Draw] numbers them.
	Splits []string
}

// Target is one place that a link can lead to.
type Target struct {
	// Rule is the id of the rule; empty for the link's own destination.
	Rule string
	// Split is the place, among the plan's Splits and counted from 1, of the
	// one that the rule has a share of; 0 when it has none.
	Split int
	// Destination is the URL as the link or the rule has it.
	Destination string
	// UTM are the parameters that are set on it; nil for none.
	UTM *routing.UTM
}
