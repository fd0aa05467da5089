package keys

import (
	"bytes"

	"github.com/linkpack/linkpack-go/linkpack"
)

// LinksFrom returns the range from <= key < to of a workspace's links: those after
// the id after if ascending is set, otherwise those before it. An empty after means
// all links.
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

// LastPart returns the id in a key, whose other parts are prefix. It is empty if the
// key does not begin so.
func LastPart(key, prefix []byte) string {
	id, _ := bytes.CutPrefix(key, prefix)
	if len(id) == len(key) {
		return ""
	}
	return string(id)
}

// DocumentsAfter returns the range from <= key < to of the documents of a kind and
// workspace whose ids come after the id after. A negative limit is a
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
