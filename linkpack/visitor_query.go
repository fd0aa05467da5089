package linkpack

import (
	"cmp"
	"strings"
	"time"
)

// VisitorQuery selects and sorts visitors of a workspace. The zero value selects all
// visitors of the default workspace, newest first.
//
// Sorted by creation, a page reads only its own visitors if there is no filter, and
// with a filter as many as it takes to fill the page. An Email is looked up. Any other
// order reads all visitors of the workspace for each page, which takes a second or two
// for 100,000 of them, but keeps only those of the page in memory.
type VisitorQuery struct {
	// Workspace owns the visitors. Empty means [DefaultWorkspace].
	Workspace string
	// Email matches the visitor with this e-mail address, ignoring case. Empty means no
	// filter, as for Search and Link.
	Email string
	// Search matches visitors with this text in their name or in an attribute that is a
	// string, ignoring case. It has at most 8,192 bytes.
	Search string
	// Link is the ID of a link that the visitors clicked, which may be deleted.
	Link string
	// Sort is the sort key. Defaults to [VisitorSortCreated].
	Sort VisitorSort
	// Ascending sorts in ascending order instead of descending. Visitors with the same
	// key are sorted by creation in the same direction.
	Ascending bool
	// Limit is the maximum number of visitors in a page. Zero means 50. It must not be
	// negative or more than 1,000.
	Limit int
	// Cursor continues after a page; it is that page's Next. Empty means the first page.
	// A cursor of another workspace or order is a FieldError.
	Cursor string
}

// VisitorPage is a page of visitors.
type VisitorPage struct {
	// Visitors are the page's visitors.
	Visitors []*Visitor `json:"visitors"`
	// Next is the cursor of the next page. It is empty on the last page.
	Next string `json:"next"`
}

// VisitorSort says what visitors are sorted by.
type VisitorSort uint8

// The sort keys of visitors.
const (
	// VisitorSortCreated is the time of creation, which is also the order of IDs.
	VisitorSortCreated VisitorSort = iota
	// VisitorSortUpdated is the time of the latest change.
	VisitorSortUpdated
	// VisitorSortSeen is LastSeen.
	VisitorSortSeen
	// VisitorSortEmail is the Email.
	VisitorSortEmail
	// VisitorSortName is the Name in lower case, by Unicode code points.
	VisitorSortName
)

// Of returns the key by which a visitor is sorted, to be compared byte by byte. Visitors
// with the same key are sorted by ID. It is empty for [VisitorSortCreated], which sorts
// by ID alone.
func (k VisitorSort) Of(v *Visitor) string {
	switch k {
	case VisitorSortUpdated:
		return sortedTime(v.UpdatedAt)
	case VisitorSortSeen:
		return sortedTime(v.LastSeen)
	case VisitorSortEmail:
		return v.Email()
	case VisitorSortName:
		return strings.ToLower(v.Name())
	default:
		return ""
	}
}

// sortedTime returns a text whose order is that of the times.
func sortedTime(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000000") }

// Valid reports whether a store can sort by k.
func (k VisitorSort) Valid() bool { return k <= VisitorSortName }

// Matches reports whether the query selects a visitor, by its workspace, Email and
// Search. A store must select the same visitors.
func (q *VisitorQuery) Matches(v *Visitor) bool {
	return cmp.Or(q.Workspace, DefaultWorkspace) == cmp.Or(v.Workspace, DefaultWorkspace) &&
		(q.Email == "" || strings.ToLower(q.Email) == v.Email()) &&
		(q.Search == "" || v.mentions(strings.ToLower(q.Search)))
}

// mentions reports whether the visitor contains a text, which is in lower case.
func (v *Visitor) mentions(text string) bool {
	if strings.Contains(strings.ToLower(v.Name()), text) {
		return true
	}
	for _, value := range v.Attributes {
		if s, ok := value.(string); ok && strings.Contains(strings.ToLower(s), text) {
			return true
		}
	}
	return false
}
