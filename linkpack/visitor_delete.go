package linkpack

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"
)

// KindErasure is the kind of the erasure of a deleted visitor. Its ActionDelete in the
// [Changes] says that the clicks are erased. Its ID is that of the workspace, a slash, and
// that of the visitor.
const KindErasure = "visitor-erasure"

// erasure is a deleted visitor whose clicks are to be erased.
type erasure struct {
	Clicks  []string `json:"clicks,omitempty"`  // IDs
	Persons []uint64 `json:"persons,omitempty"` // hashes
	// Until is when the visitor was deleted. Later clicks of Persons are kept.
	Until time.Time `json:"until"`
}

// DeleteVisitor removes a workspace's visitor, and all that identifies the person in the
// visitor's clicks: address, User-Agent, hashes, lbid, and what conversions say of them.
// The clicks themselves and their figures stay. It returns ErrNotFound if there is no
// such visitor. If DeleteVisitor returns another error, or the process ends before, the
// visitor is gone or not; if it is, the clicks are erased within an hour, or when a
// Shortener is next opened. Clicks that the same browsers make after the visitor is gone
// are kept. When the clicks are erased, the [Changes] have a row of [KindErasure].
func (s *Shortener) DeleteVisitor(ctx context.Context, workspace, id string) error {
	ctx, err := permitAlone(ctx, workspace, MayChange)
	if err != nil {
		return err
	}
	workspace = cmp.Or(workspace, DefaultWorkspace)
	var left *Document
	err = s.store.DeleteVisitor(ctx, workspace, id, *s.edit(ctx, workspace), func(id string, identities []string) *Document {
		left = erasureOf(workspace, id, identities, s.now()) // after waiting for the store
		return left
	})
	if err != nil || left == nil {
		return err
	}
	return s.erase(ctx, left.ID)
}

// erasureOf returns the document of an erasure, or nil if there is nothing to erase.
func erasureOf(workspace, id string, identities []string, until time.Time) *Document {
	if len(identities) == 0 {
		return nil
	}
	k := readIdentities(identities)
	body, err := json.Marshal(erasure{Clicks: k.clicks, Persons: k.persons, Until: until})
	if err != nil {
		panic(err) // texts and numbers can be encoded
	}
	return &Document{Kind: KindErasure, ID: workspace + "/" + id, Body: body}
}

// erase erases the clicks of a deleted visitor and removes the document. Erasures wait for
// each other, and one whose document is gone is done: doing it again would read the log for
// nothing.
func (s *Shortener) erase(ctx context.Context, id string) error {
	select {
	case s.erasing <- struct{}{}:
		defer func() { <-s.erasing }()
	case <-ctx.Done():
		return ctx.Err()
	}
	d, err := s.store.Document(ctx, KindErasure, "", id)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	e, err := decodeAs[erasure](d)
	if err != nil {
		return err
	}
	if err := s.recorder.EraseVisitors(ctx, e.Clicks, e.Persons, e.Until); err != nil {
		return err
	}
	workspace, _, _ := strings.Cut(id, "/")
	return s.store.DeleteDocument(ctx, KindErasure, "", id, s.edit(ctx, workspace))
}

// endErasures goes on with erasures that were interrupted.
func (s *Shortener) endErasures(ctx context.Context) error {
	documents, err := s.store.ListDocuments(ctx, KindErasure, "", "", 0)
	faults := []error{err}
	for _, d := range documents {
		faults = append(faults, s.erase(ctx, d.ID))
	}
	return errors.Join(faults...)
}

// removeEveryVisitor removes the visitors of a workspace, whose clicks are erased with
// its links. It looks again until it finds none, like removeEveryLink.
func (s *Shortener) removeEveryVisitor(ctx context.Context, workspace string) error {
	query := VisitorQuery{Workspace: workspace, Limit: removedAtOnce}
	for {
		page, damage := s.store.ListVisitors(ctx, query)
		if damage != nil && !errors.Is(damage, ErrDamaged) {
			return damage
		}
		if len(page.Visitors) == 0 {
			return damage
		}
		for _, v := range page.Visitors {
			if err := s.store.DeleteVisitor(ctx, workspace, v.ID, *s.edit(ctx, workspace), nil); err != nil && !errors.Is(err, ErrNotFound) {
				return err
			}
		}
	}
}
