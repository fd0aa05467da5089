package linkpack

import (
	"cmp"
	"slices"
	"strings"
)

// LinkQuery chooses links of a workspace and their order. The zero value is all
// of them, newest first. In the order of creation a page costs what it reads,
// and without a filter that is the page itself; every other order reads the
// whole workspace, about a third of a second for 100,000 links in a file.
type LinkQuery struct {
	// Workspace owns the links. Empty means [DefaultWorkspace].
	Workspace string
	// Search is part of the name, a short code, the destination or a tag, in
	// any case; at most 8,192 bytes. Empty is no filter, as in the fields below.
	Search string
	// Tag is one of the link's tags, exactly.
	Tag string
	// Group is the link's group, exactly.
	Group string
	// Domain is a domain on which the link has a code; a pointer to "" is the
	// default domain.
	Domain *string
	// Archived chooses links that are archived, or those that are not.
	Archived *bool
	// Sort is what the links are sorted by. Defaults to [SortCreated].
	Sort SortKey
	// Ascending puts the oldest or lowest first; links of one value come in the
	// same direction, by their age.
	Ascending bool
	// Limit is the most links of a page. Zero means 50; a negative one or more
	// than 1,000 is a FieldError.
	Limit int
	// Cursor continues where the page that returned it ended; empty starts. One
	// that no page of this workspace and order returned is a FieldError.
	Cursor string
}

// isAll reports whether the query matches all links of its workspace.
func (q *LinkQuery) isAll() bool {
	return q.Search == "" && q.Tag == "" && q.Group == "" && q.Domain == nil && q.Archived == nil
}

// LinkPage is a page of links.
type LinkPage struct {
	// Links are the page's links.
	Links []*Link `json:"links"`
	// Next is the cursor of the next page, empty on the last.
	Next string `json:"next"`
}

// SortKey is what links are sorted by.
type SortKey uint8

// The sort keys.
const (
	// SortCreated is the order in which links were made, that of their IDs.
	SortCreated SortKey = iota
	// SortUpdated is the time of the latest change.
	SortUpdated
	// SortName is the name in lower case, by Unicode code points.
	SortName
	// SortCode is the short code, by Unicode code points.
	SortCode
)

// Of returns the text by which a link is sorted, as text that compares byte by
// byte. Links with the same text are sorted by ID. It is empty for
// [SortCreated], which goes by ID alone.
func (k SortKey) Of(l *Link) string {
	switch k {
	case SortUpdated:
		return l.UpdatedAt.UTC().Format("2006-01-02T15:04:05.000000000")
	case SortName:
		return strings.ToLower(l.Name)
	case SortCode:
		return l.ShortCode
	default:
		return ""
	}
}

// Valid reports whether k is one of the constants.
func (k SortKey) Valid() bool { return k <= SortCode }

// Matches reports whether a link passes the filters of the query, the
// workspace among them. It is what a store has to agree with.
func (q *LinkQuery) Matches(l *Link) bool {
	return cmp.Or(q.Workspace, DefaultWorkspace) == cmp.Or(l.Workspace, DefaultWorkspace) &&
		(q.Tag == "" || slices.Contains(l.Tags, q.Tag)) &&
		(q.Group == "" || l.Group == q.Group) &&
		(q.Archived == nil || l.Archived == *q.Archived) &&
		(q.Domain == nil || l.onDomain(*q.Domain)) &&
		(q.Search == "" || l.mentions(strings.ToLower(q.Search)))
}

func (l *Link) onDomain(domain string) bool {
	return l.Domain == domain ||
		slices.ContainsFunc(l.Aliases, func(a Alias) bool { return a.Domain == domain })
}

// mentions reports whether a text in lower case is part of the link.
func (l *Link) mentions(text string) bool {
	holds := func(s string) bool { return strings.Contains(strings.ToLower(s), text) }
	return holds(l.Name) || holds(l.ShortCode) || holds(l.Destination) || slices.ContainsFunc(l.Tags, holds) ||
		slices.ContainsFunc(l.Aliases, func(a Alias) bool { return holds(a.ShortCode) })
}
