package linkpack

import (
	"cmp"
	"time"
)

// Target selects the links of a workspace that lead to a destination from a domain.
// Links that do not lead everyone there are left out: those that are archived,
// disabled, expired or in the bin, and those with a password or MaxClicks. Aliases,
// rules and StartsAt do not matter.
type Target struct {
	// Workspace owns the links. Empty means [DefaultWorkspace].
	Workspace string
	// Domain and Destination are those of the links, as they are stored.
	Domain, Destination string
	// WithoutExternalID leaves out links that have an ExternalID.
	WithoutExternalID bool
	// At is a time at which the links have not expired. Zero selects expired links,
	// too.
	At time.Time
}

// Matches reports whether the target selects a link. A store must select the same
// links.
func (t *Target) Matches(l *Link) bool {
	return cmp.Or(t.Workspace, DefaultWorkspace) == cmp.Or(l.Workspace, DefaultWorkspace) &&
		l.Domain == t.Domain && l.Destination == t.Destination &&
		(l.ExternalID == "" || !t.WithoutExternalID) &&
		l.DeletedAt.IsZero() && !l.Archived && !l.Disabled && l.PasswordHash == "" && l.MaxClicks == 0 &&
		(l.ExpiresAt.IsZero() || l.ExpiresAt.After(t.At))
}
