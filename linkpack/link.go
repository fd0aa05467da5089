package linkpack

import (
	"maps"
	"slices"
	"time"

	"github.com/linkpack/linkpack-go/routing"
)

// DefaultWorkspace is the workspace that links belong to when none is named. It
// always exists.
const DefaultWorkspace = "default"

// Link is a short link: a code on a domain that leads to a destination.
type Link struct {
	// ID is a UUIDv7, given when the link is made.
	ID string `json:"id"`
	// Number is small and unique in the store, given when the link is made.
	// The click log uses it in the ID's place.
	Number uint32 `json:"number"`
	// Workspace owns the link. Empty means [DefaultWorkspace].
	Workspace string `json:"workspace"`
	// Domain is the host of the short URL in lower case, ASCII form and without
	// port; empty is the default domain, that of Options.BaseURL.
	Domain string `json:"domain,omitempty"`
	// ShortCode is the path of the short URL. One is generated when it is empty.
	ShortCode string `json:"short_code"`
	// Aliases are further places where the link is found, at most 50. They share
	// the namespace of the short codes.
	Aliases []Alias `json:"aliases,omitempty"`
	// Destination is where the link leads when no rule matches.
	Destination string `json:"destination"`
	// Name is what people call the link, at most 200 characters.
	Name string `json:"name,omitempty"`
	// Notes are for whoever manages the link, at most 10,000 characters. Visitors
	// never see them.
	Notes string `json:"notes,omitempty"`
	// Group is what the link is filed under, at most 100 characters; empty is no
	// group.
	Group string `json:"group,omitempty"`
	// Tags label the link, at most 50 of at most 100 characters, without
	// duplicates.
	Tags []string `json:"tags,omitempty"`
	// Metadata is the host's own: at most 50 keys of 100 characters, values of
	// at most 1,000.
	Metadata map[string]string `json:"metadata,omitempty"`
	// UTM are set on every destination the link leads to.
	UTM routing.UTM `json:"utm,omitzero"`
	// Rules are tried in order, the first that matches wins.
	Rules []routing.Rule `json:"rules,omitempty"`
	// Timezone is the IANA zone of time rules that name none. Empty means the
	// workspace's.
	Timezone string `json:"timezone,omitempty"`
	// ForwardQuery adds the visitor's parameters to the destination.
	ForwardQuery bool `json:"forward_query,omitempty"`
	// ForwardPath adds what follows the short code in the visitor's path to
	// that of the destination. Without it such visits find nothing.
	ForwardPath bool `json:"forward_path,omitempty"`
	// Design is the id of the [StoredDesign] of the link's QR code; empty is plain.
	Design string `json:"design,omitempty"`
	// RedirectStatus is 301, 302, 307 or 308. Zero means 307. A permanent
	// status is remembered by browsers, so its clicks are undercounted, and it
	// is refused together with rules, a start, an expiry or a limit.
	RedirectStatus int `json:"redirect_status,omitempty"`
	// StartsAt is when the link begins to work; zero is at once.
	StartsAt time.Time `json:"starts_at,omitzero"`
	// ExpiresAt is when the link ceases to work; zero is never.
	ExpiresAt time.Time `json:"expires_at,omitzero"`
	// MaxClicks is how many people the link redirects, exactly; zero is no limit,
	// 1 a one-time link. Only a person's GET uses it up: everyone else sees that
	// there is a link, not where it leads.
	MaxClicks uint32 `json:"max_clicks,omitempty"`
	// FallbackURL is where the link leads once it has expired or is used up.
	// Empty means the domain's, else such visits are refused.
	FallbackURL string `json:"fallback_url,omitempty"`
	// PasswordHash is the bcrypt hash of the password that visitors need; empty
	// is none. [Link.SetPassword] makes it. It is not for others to see, so JSON
	// leaves it out; a store that keeps links as JSON adds it.
	PasswordHash string `json:"-"`
	// Scripts run in the visitor's browser before it leaves, at most 20. They
	// need Options.AllowScripts.
	Scripts []Script `json:"retargeting_scripts,omitempty"`
	// Card is what chats and feeds show of the link.
	Card Card `json:"card,omitzero"`
	// Disabled links, for abuse, refuse every visit with [ErrDisabled].
	Disabled bool `json:"disabled,omitempty"`
	// DisabledReason says why the link is disabled, at most 500 characters.
	DisabledReason string `json:"disabled_reason,omitempty"`
	// Archived links answer as if they did not exist.
	Archived bool `json:"archived,omitempty"`
	// Revision counts the changes, from 1.
	Revision uint32 `json:"revision"`
	// CreatedAt is when the link was made, in UTC. A new link may bring its own,
	// from 1970 on and to the millisecond, such as the one that it had in another
	// system; its statistics begin there. It cannot be changed. Defaults to now.
	CreatedAt time.Time `json:"created_at"`
	// UpdatedAt is when the link was last changed, in UTC.
	UpdatedAt time.Time `json:"updated_at"`
	// UpdatedBy is who made the latest change, as [WithActor] had it; empty is
	// unknown.
	UpdatedBy string `json:"updated_by,omitempty"`
}

// Clone returns a copy that shares nothing with l.
func (l *Link) Clone() *Link {
	c := *l
	c.Tags = slices.Clone(l.Tags)
	c.Aliases = slices.Clone(l.Aliases)
	c.Scripts = slices.Clone(l.Scripts)
	c.Metadata = maps.Clone(l.Metadata)
	c.Rules = slices.Clone(l.Rules)
	for i := range c.Rules {
		c.Rules[i] = c.Rules[i].Clone()
	}
	return &c
}
