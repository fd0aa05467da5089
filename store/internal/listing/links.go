package listing

import (
	"iter"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/linkindex"
)

// LinkPlan is a valid query for links.
type LinkPlan struct {
	plan   Plan[linkpack.Link]
	query  linkpack.LinkQuery
	filter *linkindex.Filter
}

// Links checks a query for links. An invalid limit, sort key or cursor is a
// [linkpack.FieldError].
func Links(q linkpack.LinkQuery) (*LinkPlan, error) {
	if !q.Sort.Valid() {
		return nil, errSort()
	}
	p := &LinkPlan{query: q, filter: linkindex.NewFilter(&q)}
	p.plan = Plan[linkpack.Link]{
		list:    list{linkpack.KindLink, q.Workspace, byte(q.Sort), q.Ascending},
		matches: p.query.Matches,
		placeOf: func(l *linkpack.Link) place { return place{q.Sort.Of(l), l.ID} },
	}
	return p, p.plan.begin(q.Limit, q.Cursor)
}

// Rows are what a store has of the links of a workspace. An error is about one row; the
// iteration goes on behind it.
type Rows interface {
	// Order yields the entries from <= key < to, whose keys are those of [keys.Link] if
	// sort is [linkpack.SortCreated], otherwise those of [keys.Order].
	Order(sort linkpack.SortKey, from, to []byte, ascending bool) iter.Seq2[Entry, error]
	// Read reads the link that an entry leads to.
	Read(sort linkpack.SortKey, e Entry) (*linkpack.Link, error)
	// Numbered reads the links with some numbers, in this order, with an error for each that
	// cannot be read.
	Numbered(numbers []uint32) iter.Seq2[*linkpack.Link, error]
	// Segment returns a row of [linkindex], or nil if there is none.
	Segment(n uint32) ([]byte, error)
	// Segments yields all of these rows.
	Segments() iter.Seq2[Segment, error]
}

// Entry is an entry of a link in an order.
type Entry struct {
	// Key is the key of the entry.
	Key []byte
	// Number is that of the link.
	Number uint32
}

// Segment is a row of [linkindex].
type Segment struct {
	// N is the number of the segment.
	N uint32
	// Row is the row.
	Row []byte
}
