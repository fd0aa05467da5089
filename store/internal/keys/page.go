package keys

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/crc32"

	"github.com/linkpack/linkpack-go/linkpack"
)

// The sizes of a page of links.
const (
	defaultLimit = 50
	maxLimit     = 1000
)

// Page says which keys of links a query asks for, the last ones first.
type Page struct {
	// From is the first key that belongs to the list.
	From []byte
	// Before is the key that all keys of the page come before.
	Before []byte
	// Limit is the most links of the page.
	Limit int
}

// PageOf reads a query. A limit or a cursor that is wrong is a
// [linkpack.FieldError].
func PageOf(q linkpack.LinkQuery) (Page, error) {
	if q.Limit < 0 || q.Limit > maxLimit {
		reason := fmt.Sprintf("%d is not between 0 and %d", q.Limit, maxLimit)
		return Page{}, &linkpack.FieldError{Field: "limit", Reason: reason}
	}
	all := Link(q.Workspace, "")
	page := Page{From: all, Before: After(all), Limit: q.Limit}
	if q.Limit == 0 {
		page.Limit = defaultLimit
	}
	if q.Cursor == "" {
		return page, nil
	}
	id, ok := parseCursor(q.Workspace, q.Cursor)
	if !ok {
		return Page{}, &linkpack.FieldError{Field: "cursor", Reason: "no page returned this cursor"}
	}
	page.Before = Link(q.Workspace, id)
	return page, nil
}

// Cursor continues a workspace's list behind the link with this id. It carries a
// checksum, so that a cursor that was cut, altered or made up is recognised.
func Cursor(workspace, id string) string {
	raw := binary.BigEndian.AppendUint32(nil, checksum(workspace, id))
	return base64.RawURLEncoding.EncodeToString(append(raw, id...))
}

func parseCursor(workspace, cursor string) (id string, ok bool) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(cursor)
	if err != nil || len(raw) < 4 {
		return "", false
	}
	id = string(raw[4:])
	return id, binary.BigEndian.Uint32(raw) == checksum(workspace, id)
}

func checksum(workspace, id string) uint32 {
	return crc32.ChecksumIEEE(Link(workspace, id))
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
