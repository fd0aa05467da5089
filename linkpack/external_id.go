package linkpack

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/linkpack/linkpack-go/linkpack/internal/clip"
)

// LinkByExternalID returns a workspace's link by its ExternalID, or ErrNotFound. The
// links without one are not found.
func (s *Shortener) LinkByExternalID(ctx context.Context, workspace, externalID string) (*Link, error) {
	scope, err := scopeIn(ctx, workspace, MayRead)
	if err != nil {
		return nil, err
	}
	link, err := s.store.LinkByExternalID(ctx, cmp.Or(workspace, DefaultWorkspace), externalID)
	if err == nil && !s.covers(scope, link) {
		return nil, fmt.Errorf("external id %q: %w", clip.Text(externalID), ErrNotFound)
	}
	return link, err
}

// checkExternalID checks an external ID, which may be empty.
func checkExternalID(id string) error {
	const field = "external_id"
	switch {
	case len(id) > maxExternalID:
		return invalid(field, "has %d bytes, at most %d are allowed", len(id), maxExternalID)
	case !utf8.ValidString(id):
		return invalid(field, "is not valid UTF-8")
	case strings.ContainsFunc(id, unicode.IsControl):
		return invalid(field, "must not contain control characters")
	}
	return nil
}

// checkNewExternalIDs refuses links whose ExternalID is new and the ID of another link.
// stored are the links before a change, or nil if all is new.
func (s *Shortener) checkNewExternalIDs(ctx context.Context, links, stored []*Link) error {
	for i, link := range links {
		if stored != nil && stored[i].ExternalID == link.ExternalID {
			continue
		}
		other, err := s.hasIDOfAnother(ctx, link)
		if err != nil {
			return err
		}
		if other {
			return &TakenError{Index: i, ExternalID: link.ExternalID, Field: "external_id"}
		}
	}
	return nil
}

// hasIDOfAnother reports whether a link's ExternalID is the ID of another link of its
// workspace. Some APIs find links by both, and must not find the wrong one. The other
// link may be in the bin, damaged, or out of the caller's scope.
func (s *Shortener) hasIDOfAnother(ctx context.Context, link *Link) (bool, error) {
	if link.ExternalID == link.ID || uuid.Validate(link.ExternalID) != nil { // IDs are UUIDs
		return false, nil
	}
	_, err := s.store.Store.Link(ctx, link.Workspace, link.ExternalID)
	switch {
	case err == nil, errors.Is(err, ErrDamaged):
		return true, nil
	case errors.Is(err, ErrNotFound):
		return false, nil
	}
	return false, err
}
