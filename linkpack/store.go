package linkpack

import (
	"context"

	"github.com/linkpack/linkpack-go/analytics"
)

// Store is what the engine needs of a store, in three roles. The packages under
// store implement it; store/storetest proves an implementation.
//
// Implementations MUST be safe for concurrent use and honour the context's
// cancellation. What they return belongs to the caller, what they are given
// stays the caller's. The functions they are given run within a transaction
// and must not call the store.
type Store interface {
	Links
	Documents
	analytics.Store
	// Close releases the store. Everything that was acknowledged is durable.
	// Calls that come later return an error that wraps ErrClosed.
	Close() error
}

// Links keeps the links and makes sure that a code on a domain is given once.
type Links interface {
	// CreateLinks adds links, all or none, and sets the Number of each. The
	// other fields are stored as they are. A (domain, code) that is taken, now
	// or once (a deleted link leaves a tombstone), makes it return a
	// *TakenError, which wraps ErrExists. An ID that is taken is ErrExists.
	CreateLinks(ctx context.Context, links ...*Link) error
	// Link returns a workspace's link by its id, or ErrNotFound.
	Link(ctx context.Context, workspace, id string) (*Link, error)
	// LinkByCode returns the link of a code on a domain, ErrGone when it was
	// deleted, or ErrNotFound.
	LinkByCode(ctx context.Context, domain, code string) (*Link, error)
	// UpdateLink changes a workspace's link by update, in one transaction, and
	// returns what was stored. update may run more than once; when it fails,
	// nothing changes and its error is returned. ID, Number and Workspace keep
	// their values; a code or domain that is taken is a *TakenError. The code
	// that a change gives up leaves a tombstone, also for the link itself.
	// ErrNotFound when there is no such link.
	UpdateLink(ctx context.Context, workspace, id string, update func(*Link) error) (*Link, error)
	// DeleteLink removes a workspace's link and leaves a tombstone, or returns
	// ErrNotFound.
	DeleteLink(ctx context.Context, workspace, id string) error
	// ListLinks returns a page of a workspace's links.
	ListLinks(ctx context.Context, query LinkQuery) (LinkPage, error)
}

// LinkQuery chooses links. Newer links come first.
type LinkQuery struct {
	// Workspace owns the links. Empty means [DefaultWorkspace].
	Workspace string
	// Limit is the most links of a page. Zero means 50; a negative one or more
	// than 1,000 is a FieldError.
	Limit int
	// Cursor continues where the page that returned it ended; empty starts.
	// One that no page returned is a FieldError.
	Cursor string
}

// LinkPage is a page of links.
type LinkPage struct {
	// Links are the page's links.
	Links []*Link
	// Next is the cursor of the next page, empty on the last.
	Next string
}

// Documents keeps everything else that is small and read by its key: tokens,
// workspaces, settings.
type Documents interface {
	// CreateDocument adds a document at revision 1 and sets its Revision, or
	// returns ErrExists when its ID or one of its Keys is taken.
	CreateDocument(ctx context.Context, d *Document) error
	// Document returns a document by its id, or ErrNotFound.
	Document(ctx context.Context, kind, workspace, id string) (*Document, error)
	// DocumentByKey returns the document of a kind that has a unique key, in
	// whatever workspace, or ErrNotFound.
	DocumentByKey(ctx context.Context, kind, key string) (*Document, error)
	// UpdateDocument changes a document's Keys and Body by update in one
	// transaction, raises its Revision and returns what was stored. update may
	// run more than once; when it fails, nothing changes. ErrNotFound when
	// there is no such document, ErrExists when a new key is taken.
	UpdateDocument(ctx context.Context, kind, workspace, id string, update func(*Document) error) (*Document, error)
	// DeleteDocument removes a document and frees its keys, or returns
	// ErrNotFound.
	DeleteDocument(ctx context.Context, kind, workspace, id string) error
	// ListDocuments returns a workspace's documents of a kind in the order of
	// their ids, at most limit of them (0 is all), beginning after the id
	// after; an empty after starts.
	ListDocuments(ctx context.Context, kind, workspace, after string, limit int) ([]*Document, error)
}

// Document is a small record of some kind.
type Document struct {
	// Kind says what it is, as in "token".
	Kind string
	// Workspace owns it; empty for what belongs to the whole store.
	Workspace string
	// ID is unique within kind and workspace.
	ID string
	// Keys are unique within the kind, over all workspaces.
	Keys []string
	// Body is JSON.
	Body []byte
	// Revision counts the changes, from 1.
	Revision uint64
}
