package linkpacktest

import (
	"context"
	"errors"

	"github.com/linkpack/linkpack-go/linkpack"
)

// DamagedStore is a store in which a list of links, documents or visitors has one more
// entry, which cannot be read. It is for tests of what becomes of the others.
type DamagedStore struct{ linkpack.Store }

// ListLinks returns the page of the Store with a [linkpack.DamagedError].
func (d DamagedStore) ListLinks(ctx context.Context, query linkpack.LinkQuery) (linkpack.LinkPage, error) {
	page, err := d.Store.ListLinks(ctx, query)
	return page, errors.Join(err, &linkpack.DamagedError{Kind: linkpack.KindLink, ID: "l1", Err: errors.New("a flipped bit")})
}

// CountMatching returns the number of the Store with a [linkpack.DamagedError].
func (d DamagedStore) CountMatching(ctx context.Context, query linkpack.LinkQuery) (int, error) {
	n, err := d.Store.CountMatching(ctx, query)
	return n, errors.Join(err, &linkpack.DamagedError{Kind: linkpack.KindLink, ID: "l1", Err: errors.New("a flipped bit")})
}

// ListDocuments returns the documents of the Store and one whose body cannot be decoded.
func (d DamagedStore) ListDocuments(ctx context.Context, kind, workspace, after string, limit int) ([]*linkpack.Document, error) {
	found, err := d.Store.ListDocuments(ctx, kind, workspace, after, limit)
	return append(found, &linkpack.Document{Kind: kind, Workspace: workspace, ID: "d1", Body: []byte("[]")}), err
}

// ListVisitors returns the page of the Store with a [linkpack.DamagedError].
func (d DamagedStore) ListVisitors(ctx context.Context, query linkpack.VisitorQuery) (linkpack.VisitorPage, error) {
	page, err := d.Store.ListVisitors(ctx, query)
	return page, errors.Join(err, &linkpack.DamagedError{Kind: linkpack.KindVisitor, ID: "v1", Err: errors.New("a flipped bit")})
}
