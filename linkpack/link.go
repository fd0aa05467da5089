package linkpack

import (
	"maps"
	"slices"
	"time"

	"github.com/linkpack/linkpack-go/routing"
)

// DefaultWorkspace is the ID of the workspace that is used when none is given.
// It always exists.
const DefaultWorkspace = "default"

// Link is a short link: a code on a domain that leads to a destination.
type Link struct {
	// ID is a UUIDv7, assigned when the link is created.
	ID string `json:"id"`
	// Number is unique in the store and assigned when the link is created. The
	// click log uses it in place of the ID, since it is smaller.
	Number uint32 `json:"number"`
	// Workspace owns the link. Empty means [DefaultWorkspace].
	Workspace string `json:"workspace"`
	// Domain is the host of the short URL, in lower case and ASCII form without
	// port. Empty means the default domain, the host of Options.BaseURL. The ID of
	// a [Domain] can be written in place of its host, which is then stored.
	Domain string `json:"domain,omitempty"`
	// ShortCode is the path of the short URL. If it is empty, a code is
	// generated.
	ShortCode string `json:"short_code"`
	// Aliases are further codes of the link, at most 50. A domain's short codes
	// and aliases share one namespace.
	Aliases []Alias `json:"aliases,omitempty"`
	// ExternalID is the link's ID in another system, at most 255 bytes without
	// control characters. No two links of a workspace have the same, nor one the ID
	// of another link. It is compared byte by byte. It is free when the link is deleted, and restoring the link
	// takes it again. Empty means none.
	ExternalID string `json:"external_id,omitempty"`
	// Destination is the URL to redirect to if no rule matches. It is stored as it
	// is sent to browsers. As in all URLs of links and domains, spaces and line
	// breaks around it are removed, non-ASCII characters are encoded, and a percent
	// sign in the path or fragment that begins no escape becomes "%25", since some
	// clients do not follow it otherwise. All else stays byte for byte.
	Destination string `json:"destination"`
	// Name is what people call the link, at most 200 characters.
	Name string `json:"name,omitempty"`
	// Notes are for those who manage the link, at most 10,000 characters.
	// Visitors never see them.
	Notes string `json:"notes,omitempty"`
	// Group is the name of the link's [Group], at most 100 characters. Empty means no
	// group. Set it to put the link into another group; a name that no group of the
	// workspace has makes a group at the top, for which a principal needs the right to
	// create, and no limit to a domain or tag. Spaces around it are removed.
	Group string `json:"group,omitempty"`
	// GroupID is the ID of the link's group. Set it to put the link into another group
	// without knowing its name. If both change, Group counts.
	GroupID string `json:"group_id,omitempty"`
	// Tags are labels: at most 50, of at most 100 characters each, without
	// duplicates.
	Tags []string `json:"tags,omitempty"`
	// Metadata is for the host application's own use: at most 50 keys of at most
	// 100 characters, with values of at most 1,000 characters.
	Metadata map[string]string `json:"metadata,omitempty"`
	// UTM are the UTM parameters set on each destination of the link.
	UTM routing.UTM `json:"utm,omitzero"`
	// Rules are tried in order. The first that matches chooses the destination.
	Rules []routing.Rule `json:"rules,omitempty"`
	// Timezone is the IANA time zone of rules that name none. Empty means the
	// workspace's.
	Timezone string `json:"timezone,omitempty"`
	// ForwardQuery adds the visitor's query parameters to the destination.
	ForwardQuery bool `json:"forward_query,omitempty"`
	// ForwardPath appends the visitor's path after the short code to the path of
	// the destination. If it is false, visits with such a path are not found.
	ForwardPath bool `json:"forward_path,omitempty"`
	// Design is the ID of the [StoredDesign] of the link's QR code. Empty means a
	// plain QR code.
	Design string `json:"design,omitempty"`
	// Template is the ID of the [Template] that the design comes from. A change of it
	// sets Design to the template's, unless the same change sets another Design. A
	// change of Design alone empties it. Empty means none, and a change to that leaves
	// no design.
	Template string `json:"template,omitempty"`
	// RedirectStatus is 301, 302, 307 or 308. Zero means 307. Browsers cache a
	// permanent redirect (301 or 308), so its clicks are undercounted. It cannot
	// be combined with rules, StartsAt, ExpiresAt, MaxClicks or TrackConversions.
	RedirectStatus int `json:"redirect_status,omitempty"`
	// StartsAt is when the link starts to work. Zero means at once.
	StartsAt time.Time `json:"starts_at,omitzero"`
	// ExpiresAt is when the link stops working. Zero means never.
	ExpiresAt time.Time `json:"expires_at,omitzero"`
	// MaxClicks is the exact number of people that the link redirects. Zero means
	// no limit; 1 makes a one-time link. Only a person opening the link counts.
	// Bots, previews and prefetches learn that the link exists but not its
	// destination.
	MaxClicks uint32 `json:"max_clicks,omitempty"`
	// FallbackURL is where visits are redirected after the link has expired or is
	// used up. If it is empty, the domain's FallbackURL is used, and if that is
	// empty too, such visits are answered with "gone".
	FallbackURL string `json:"fallback_url,omitempty"`
	// PasswordHash is the bcrypt hash of the link's password, set by
	// [Shortener.SetPassword] or [Link.SetPassword]. Empty means no password. It is
	// secret, so it is not in the JSON form; a store that keeps links as JSON must
	// add it.
	PasswordHash string `json:"-"`
	// Scripts run in the visitor's browser before the redirect, at most 20. They
	// require Options.ScriptsAllowed.
	Scripts []Script `json:"retargeting_scripts,omitempty"`
	// Card is the preview that chats and feeds show for the link.
	Card Card `json:"card,omitzero"`
	// LeadGoal says what the link is for, such as "newsletter sign-ups", at most 1,000
	// characters. It is kept and shown for those who score leads; the Shortener does
	// not use it.
	LeadGoal string `json:"lead_goal,omitempty"`
	// LeadTarget says who is a good lead, in the same way.
	LeadTarget string `json:"lead_target,omitempty"`
	// TrackConversions gives each human click an ID of its own, which the destination
	// gets as the last parameter of its query, lbid, in place of one that is there; see
	// [LBID] and [Shortener.RecordConversion]. URLs of apps, which are neither http nor
	// https, get none. It cannot be combined with a permanent redirect, which browsers
	// cache with the ID of its first click.
	TrackConversions bool `json:"track_conversions,omitempty"`
	// Disabled links, as for abuse, refuse every visit with [ErrDisabled].
	Disabled bool `json:"disabled,omitempty"`
	// DisabledReason says why the link is disabled, at most 500 characters.
	DisabledReason string `json:"disabled_reason,omitempty"`
	// Archived links behave for visitors as if they did not exist.
	Archived bool `json:"archived,omitempty"`
	// DeletedAt is when the link was put into the bin, in UTC. It is zero for a link
	// that is not in the bin. Only the Shortener sets it.
	DeletedAt time.Time `json:"deleted_at,omitzero"`
	// DesignRevision is the revision that Design had when the link was deleted. It is
	// zero for other links. Only the Shortener sets it.
	DesignRevision uint64 `json:"design_revision,omitempty"`
	// Revision counts the versions of the link, starting at 1.
	Revision uint32 `json:"revision"`
	// CreatedAt is when the link was created, in UTC. Set it on a new link to
	// keep the time of creation in another system; it must be in 1970 or later
	// and is truncated to milliseconds. Statistics begin at this time. It cannot
	// be changed. Defaults to now.
	CreatedAt time.Time `json:"created_at"`
	// UpdatedAt is when the link was last changed, in UTC.
	UpdatedAt time.Time `json:"updated_at"`
	// UpdatedBy is who made the latest change, as given to [WithActor]. Empty
	// means unknown.
	UpdatedBy string `json:"updated_by,omitempty"`
}

// idsOf returns the IDs of links.
func idsOf(links []*Link) []string {
	ids := make([]string, len(links))
	for i, link := range links {
		ids[i] = link.ID
	}
	return ids
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
