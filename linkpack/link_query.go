package linkpack

import (
	"cmp"
	"slices"
	"strings"
)

// LinkQuery selects and sorts links of a workspace. The zero value selects all
// links of the default workspace but those in the bin, newest first.
//
// A page reads about as many links as it has, in any order and with any filter but
// Metadata: the store has an index of each order, in which a page begins at its cursor,
// and one of the texts and filters, which a search looks through. If the filter selects
// few of many links, that takes some milliseconds for 100,000 links in a file, whatever
// the search is; less if many links match. It takes several times as long where many
// workspaces create links in turn, whose entries in that index are then far apart.
// Metadata are compared in the links that the rest of the query selects. [SortClicks] says
// what that order costs.
type LinkQuery struct {
	// Workspace owns the links. Empty means [DefaultWorkspace].
	Workspace string
	// Search matches links with this text in one of the places of SearchIn, ignoring
	// case. It has at most 8,192 bytes. Empty means no filter, as for Group.
	Search string
	// SearchIn says where Search looks. Defaults to [SearchAll].
	SearchIn SearchPlaces
	// Tags matches links with at least one of these tags, at most 50. Empty means no
	// filter.
	Tags []string
	// Group matches links in the group with exactly this name, not those in groups
	// within it.
	Group string
	// GroupID matches links in the group with this ID; a pointer to "" means links
	// without group. nil means no filter.
	GroupID *string
	// Metadata matches links that have each of these keys with this value, at most 50.
	// Empty means no filter.
	Metadata map[string]string
	// Domain matches links with a code on this domain; a pointer to "" means the
	// default domain. nil means no filter.
	Domain *string
	// Archived matches links that are archived, or those that are not. nil means
	// no filter.
	Archived *bool
	// Bin says whether to select links in the bin. Defaults to [WithoutBin].
	Bin BinFilter
	// Sort is the sort key. Defaults to [SortCreated].
	Sort SortKey
	// Ascending sorts in ascending order instead of descending. Links with the
	// same key are sorted by creation in the same direction.
	Ascending bool
	// Limit is the maximum number of links in a page. Zero means 50. It must not
	// be negative or more than 1,000.
	Limit int
	// Cursor continues after a page; it is that page's Next. Empty means the
	// first page. A cursor of another workspace or order is a FieldError.
	Cursor string
}

// SearchPlaces says where the Search of a [LinkQuery] looks.
type SearchPlaces uint8

// The places of a search.
const (
	// SearchAll looks in the name, the short codes, the destination and the tags.
	SearchAll SearchPlaces = iota
	// SearchNames looks in the name and the short codes.
	SearchNames
)

// BinFilter says whether a [LinkQuery] selects links in the bin.
type BinFilter uint8

// The filters of links in the bin.
const (
	// WithoutBin selects links that are not in the bin.
	WithoutBin BinFilter = iota
	// OnlyBin selects links in the bin.
	OnlyBin
	// WithBin selects both.
	WithBin
)

// matches reports whether the filter selects a link.
func (f BinFilter) matches(l *Link) bool {
	return f == WithBin || f == OnlyBin == !l.DeletedAt.IsZero()
}

// isAll reports whether the query matches all links of its workspace, those in the
// bin aside.
func (q *LinkQuery) isAll() bool {
	return q.Bin != OnlyBin && q.Search == "" && len(q.Tags) == 0 && q.Group == "" && q.GroupID == nil && q.Domain == nil && q.Archived == nil &&
		len(q.Metadata) == 0
}

// LinkPage is a page of links.
type LinkPage struct {
	// Links are the page's links.
	Links []*Link `json:"links"`
	// Next is the cursor of the next page. It is empty on the last page.
	Next string `json:"next"`
}

// SortKey says what links are sorted by.
type SortKey uint8

// The sort keys.
const (
	// SortCreated is the time of creation, which is also the order of IDs.
	SortCreated SortKey = iota
	// SortUpdated is the time of the latest change.
	SortUpdated
	// SortName is the name in lower case, by Unicode code points.
	SortName
	// SortCode is the short code, by Unicode code points.
	SortCode
	// SortClicks is the number of human clicks on all days. Only
	// [Shortener.ListLinks] and [Shortener.Links] sort by it, not a store.
	//
	// The list follows an order of the workspace that is at most a minute old when
	// the list begins, so it can differ from [Shortener.LinkTotals], which is exact. A
	// list that is read page by page stays in the order in which it began: no link is
	// skipped or repeated, however often it is clicked meanwhile. That ends when other
	// lists need the memory, or the next page is asked for in another process. The
	// list then goes on in a new order, in which links without new clicks are in the
	// same place. Links with the same number of clicks are sorted by Number, links
	// without clicks by creation. A link whose figures are damaged is among those without
	// clicks until they are counted again, within some minutes.
	//
	// The order is made when it is needed, from a sum of each clicked link of the
	// workspace, which takes about a tenth of a second for 100,000 links. It takes 16
	// bytes for each of them. Orders stay in memory of 32 MiB for all workspaces, or
	// more if a single one needs it. A page of clicked links reads its own links if
	// there is no filter, and with a filter as many as it takes to fill the page. Links
	// without clicks are found among all by creation, so the page where they begin can
	// read the whole workspace.
	SortClicks
)

// Of returns the key by which a link is sorted, to be compared byte by byte.
// Links with the same key are sorted by ID. It is empty for [SortCreated], which
// sorts by ID alone, and for [SortClicks], which is no property of a link.
func (k SortKey) Of(l *Link) string {
	switch k {
	case SortUpdated:
		return sortedTime(l.UpdatedAt)
	case SortName:
		return strings.ToLower(l.Name)
	case SortCode:
		return l.ShortCode
	default:
		return ""
	}
}

// Valid reports whether a store can sort by k. It is true for the constants other
// than [SortClicks].
func (k SortKey) Valid() bool { return k <= SortCode }

// Matches reports whether the query selects a link, by its workspace and
// filters. A store must select the same links.
func (q *LinkQuery) Matches(l *Link) bool {
	return cmp.Or(q.Workspace, DefaultWorkspace) == cmp.Or(l.Workspace, DefaultWorkspace) &&
		q.Bin.matches(l) &&
		(len(q.Tags) == 0 || slices.ContainsFunc(q.Tags, func(tag string) bool { return slices.Contains(l.Tags, tag) })) &&
		(q.Group == "" || l.Group == q.Group) &&
		(q.GroupID == nil || l.GroupID == *q.GroupID) &&
		(q.Archived == nil || l.Archived == *q.Archived) &&
		(q.Domain == nil || l.onDomain(*q.Domain)) &&
		l.hasMetadata(q.Metadata) &&
		(q.Search == "" || l.mentions(strings.ToLower(q.Search), q.SearchIn))
}

func (l *Link) onDomain(domain string) bool {
	return l.Domain == domain ||
		slices.ContainsFunc(l.Aliases, func(a Alias) bool { return a.Domain == domain })
}

// hasMetadata reports whether the link has all of some metadata.
func (l *Link) hasMetadata(wanted map[string]string) bool {
	for key, value := range wanted {
		if has, ok := l.Metadata[key]; !ok || has != value {
			return false
		}
	}
	return true
}

// mentions reports whether the link contains a text, which is in lower case.
func (l *Link) mentions(text string, in SearchPlaces) bool {
	holds := func(s string) bool { return strings.Contains(strings.ToLower(s), text) }
	return holds(l.Name) || holds(l.ShortCode) ||
		slices.ContainsFunc(l.Aliases, func(a Alias) bool { return holds(a.ShortCode) }) ||
		in == SearchAll && (holds(l.Destination) || slices.ContainsFunc(l.Tags, holds))
}
