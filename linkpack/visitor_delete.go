package linkpack

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
)

// kindErasure is the kind of documents that say whose clicks are to be erased.
const kindErasure = "visitor-erasure"

// erasure is a deleted visitor whose clicks are to be erased.
type erasure struct {
	Clicks  []string `json:"clicks,omitempty"`  // IDs
	Persons []uint64 `json:"persons,omitempty"` // hashes
}

// DeleteVisitor removes a workspace's visitor, and all that identifies the person in the
// visitor's clicks: address, User-Agent, hashes, lbid, and what conversions say of them.
// The clicks themselves and their figures stay. It returns ErrNotFound if there is no
// such visitor. If DeleteVisitor returns another error, or the process ends before, the
// visitor is gone or not; if it is, the clicks are erased within an hour, or when a
// Shortener is next opened, with those that the same browsers make until then.
func (s *Shortener) DeleteVisitor(ctx context.Context, workspace, id string) error {
	ctx, err := permit(ctx, workspace, MayChange)
	if err != nil {
		return err
	}
	workspace = cmp.Or(workspace, DefaultWorkspace)
	var left *Document
	err = s.store.DeleteVisitor(ctx, workspace, id, *s.edit(ctx, workspace), func(id string, identities []string) *Document {
		left = erasureOf(workspace, id, identities)
		return left
	})
	if err != nil || left == nil {
		return err
	}
	return s.erase(ctx, left.ID)
}

// erasureOf returns the document of an erasure, or nil if there is nothing to erase.
func erasureOf(workspace, id string, identities []string) *Document {
	if len(identities) == 0 {
		return nil
	}
	k := readIdentities(identities)
	body, err := json.Marshal(erasure{Clicks: k.clicks, Persons: k.persons})
	if err != nil {
		panic(err) // texts and numbers can be encoded
	}
	return &Document{Kind: kindErasure, ID: workspace + "/" + id, Body: body}
}

// erase erases the clicks of a deleted visitor and removes the document. Erasures wait for
// each other, and one whose document is gone is done: if it were done again, it would
// erase clicks that the person made since.
func (s *Shortener) erase(ctx context.Context, id string) error {
	select {
	case s.erasing <- struct{}{}:
		defer func() { <-s.erasing }()
	case <-ctx.Done():
		return ctx.Err()
	}
	d, err := s.store.Document(ctx, kindErasure, "", id)
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
	if err := s.recorder.EraseVisitors(ctx, e.Clicks, e.Persons); err != nil {
		return err
	}
	return s.store.DeleteDocument(ctx, kindErasure, "", id, nil)
}

// endErasures goes on with erasures that were interrupted.
func (s *Shortener) endErasures(ctx context.Context) error {
	documents, err := s.store.ListDocuments(ctx, kindErasure, "", "", 0)
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
