package linkpack

import (
	"cmp"
	"context"
	"strings"
	"unicode"
	"unicode/utf8"
)

// LinkByExternalID returns a workspace's link by its ExternalID, or ErrNotFound. The
// links without one are not found.
func (s *Shortener) LinkByExternalID(ctx context.Context, workspace, externalID string) (*Link, error) {
	return s.store.LinkByExternalID(ctx, cmp.Or(workspace, DefaultWorkspace), externalID)
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
