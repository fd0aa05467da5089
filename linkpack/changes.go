package linkpack

import (
	"context"
	"time"
)

// Changes is the log of what happened to links, domains, designs, tokens and
// workspaces. The store writes it: each write that is a change appends one row for
// each thing that it changed, in the same transaction. In a store that several
// processes share, a row may be seen a little later than its change.
type Changes interface {
	// ChangesAfter returns the rows whose Seq is above seq, in the order of Seq,
	// at most limit of them (0 is all). Rows become visible in the order of Seq,
	// so a reader that asks again with the Seq of the last row it has seen
	// misses nothing and sees nothing twice. A seq of 0 begins with the oldest
	// row that is kept. ErrGone means that rows above another seq have been
	// trimmed, so that the reader has missed some. A seq that no row has reached
	// returns none. A negative limit is a *FieldError of the field limit.
	ChangesAfter(ctx context.Context, seq uint64, limit int) ([]Change, error)
	// LastChange returns the Seq of the newest row, also when it has been
	// trimmed, or 0 when there never was one.
	LastChange(ctx context.Context) (uint64, error)
	// TrimChanges removes the rows up to seq, which is included, and all of them
	// when seq is above the last. Trimming rows again is no error.
	TrimChanges(ctx context.Context, seq uint64) error
}

// Change is a row of the change log.
type Change struct {
	// Seq rises over the whole store, whoever makes the changes.
	Seq uint64 `json:"seq"`
	// Time is when the change was made, in UTC.
	Time time.Time `json:"time"`
	// Workspace owns what was changed.
	Workspace string `json:"workspace"`
	// Actor is who made it, as [WithActor] had it; empty is unknown.
	Actor string `json:"actor,omitempty"`
	// Kind says what was changed: [KindLink], or the Kind of a [Document].
	Kind string `json:"kind"`
	// ID names the link or document.
	ID string `json:"id"`
	// Action says what happened to it.
	Action Action `json:"action"`
	// Revision is that of the link or document: the new one, or the last one of
	// what was deleted.
	Revision uint64 `json:"revision"`
	// Codes are the places where a link is found, was found before, or both.
	Codes []Alias `json:"codes,omitempty"`
}

// Action is what happens to a thing.
type Action string

// The actions of the change log.
const (
	ActionCreate Action = "create"
	ActionUpdate Action = "update"
	ActionDelete Action = "delete"
)

// The kinds of things whose changes are in the change log.
const (
	KindLink      = "link"
	KindDomain    = "domain"
	KindDesign    = "design"
	KindToken     = "token"
	KindWorkspace = "workspace"
)

// Edit says who makes a change, and when. The store writes it to the change log.
type Edit struct {
	// Time is when the change is made, in UTC.
	Time time.Time
	// Actor is who makes it; empty is unknown.
	Actor string
	// Workspace owns what is changed. Empty means the workspace of the link or
	// document.
	Workspace string
}

// edit describes a change that is about to be made to what a workspace has.
func (s *Shortener) edit(ctx context.Context, workspace string) *Edit {
	return &Edit{Time: s.now(), Actor: actorOf(ctx), Workspace: workspace}
}
