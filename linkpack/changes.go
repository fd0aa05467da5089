package linkpack

import (
	"context"
	"time"
)

// Changes is the change log of links, groups, domains, designs, templates, tokens,
// visitors, webhooks and workspaces.
// The store writes it: a write that makes changes appends a row for each, in
// the same transaction. In a store shared by several processes, a row may
// become visible a little later than its change.
type Changes interface {
	// ChangesAfter returns the rows with a Seq above seq, in order of Seq, at
	// most limit of them (0 means all). Rows become visible in order of Seq, so
	// a reader that continues after the last Seq it has seen misses no row and
	// sees none twice. A seq of 0 starts at the oldest row kept. For any other
	// seq, ChangesAfter returns ErrGone if later rows have been trimmed and the
	// reader has missed them. If seq is above the last row, it returns no rows. A
	// negative limit is a *FieldError of the field limit.
	ChangesAfter(ctx context.Context, seq uint64, limit int) ([]Change, error)
	// LastChange returns the Seq of the newest row, even if that has been
	// trimmed, or 0 if there has never been one.
	LastChange(ctx context.Context) (uint64, error)
	// TrimChanges removes the rows up to and including seq, or all of them if seq
	// is above the last. Trimming rows again is no error.
	TrimChanges(ctx context.Context, seq uint64) error
}

// Change is a row of the change log.
type Change struct {
	// Seq increases with each row, over all workspaces of the store.
	Seq uint64 `json:"seq"`
	// Time is when the change was made, in UTC.
	Time time.Time `json:"time"`
	// Workspace owns what was changed.
	Workspace string `json:"workspace"`
	// Actor is who made it, as given to [WithActor]. Empty means unknown.
	Actor string `json:"actor,omitempty"`
	// Kind is the kind of what was changed: [KindLink], [KindVisitor], [KindErasure], or
	// the Kind of another [Document].
	Kind string `json:"kind"`
	// ID is the ID of the link, visitor or document.
	ID string `json:"id"`
	// Action says what happened to it.
	Action Action `json:"action"`
	// Revision is the revision after the change, or the last revision if it was
	// removed.
	Revision uint64 `json:"revision"`
	// Codes are the codes that a link had before or has after the change.
	Codes []Alias `json:"codes,omitempty"`
}

// Action is a kind of change.
type Action string

// The actions of the change log.
const (
	ActionCreate Action = "create"
	ActionUpdate Action = "update"
	// ActionDelete also means that a link was put into the bin.
	ActionDelete Action = "delete"
	// ActionRestore means that a link was taken out of the bin.
	ActionRestore Action = "restore"
	// ActionRemove means that a link in the bin was removed.
	ActionRemove Action = "remove"
	// ActionIdentify means that a visitor was identified once more, and got an identity
	// or other attributes.
	ActionIdentify Action = "identify"
	// ActionMerge means that a visitor became part of an older one.
	ActionMerge Action = "merge"
)

// The kinds of records in the change log.
const (
	KindLink      = "link"
	KindDomain    = "domain"
	KindDesign    = "design"
	KindGroup     = "group"
	KindTemplate  = "template"
	KindToken     = "token"
	KindVisitor   = "visitor"
	KindWorkspace = "workspace"
)

// Edit says who makes a change and when. The store writes it to the change log.
type Edit struct {
	// Time is when the change is made, in UTC.
	Time time.Time
	// Actor is who makes it. Empty means unknown.
	Actor string
	// Workspace owns what is changed. Empty means the workspace of the link or
	// document.
	Workspace string
}

// edit returns the Edit of a change in a workspace.
func (s *Shortener) edit(ctx context.Context, workspace string) *Edit {
	return &Edit{Time: s.now(), Actor: ActorOf(ctx), Workspace: workspace}
}
