package linkpack

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

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
