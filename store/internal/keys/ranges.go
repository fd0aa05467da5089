package keys

import "github.com/linkpack/linkpack-go/linkpack"

// LinksFrom says where a workspace's links lie: from <= key < to, those behind
// the id after when ascending is set, else those before it; an empty after is
// all.
func LinksFrom(workspace, after string, ascending bool) (from, to []byte) {
	from = Link(workspace, "")
	to = After(from)
	switch {
	case after == "":
	case ascending:
		from = append(Link(workspace, after), 0)
	default:
		to = Link(workspace, after)
	}
	return from, to
}

// DocumentsAfter says where the documents of a kind and workspace lie whose ids
// come after the id after: from <= key < to. A negative limit is a
// [linkpack.FieldError].
func DocumentsAfter(kind, workspace, after string, limit int) (from, to []byte, err error) {
	if limit < 0 {
		return nil, nil, &linkpack.FieldError{Field: "limit", Reason: "below 0"}
	}
	all := Document(kind, workspace, "")
	from = all
	if after != "" {
		from = append(Document(kind, workspace, after), 0)
	}
	return from, After(all), nil
}
