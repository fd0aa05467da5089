package linkpack

import (
	"context"

	"github.com/linkpack/linkpack-go/analytics"
)

// Store is what the engine needs of a store, in four roles. The packages under
// store implement it; store/storetest proves an implementation.
//
// Implementations MUST be safe for concurrent use and honour the context's
// cancellation. What they return belongs to the caller, what they are given
// stays the caller's. The functions they are given run within a transaction
// and must not call the store.
type Store interface {
	Links
	Documents
	Changes
	analytics.Store
	// Close releases the store. Everything that was acknowledged is durable.
	// Calls that come later, those of a [analytics.Lease] too, return an error
	// that wraps ErrClosed; only to release a lease is no error.
	Close() error
}

// Exclusive is what a [Store] implements, too, when no other process can change
// it while it is open, such as a file that is locked. Links are then cached for an
// hour instead of a minute. A [Shortener] sees its own changes at once and those of
// others in the log of [Changes]; the time limit is for a log that cannot be read,
// which does not happen to a file. A store that wraps another one has this
// method only if it is written: embedding a Store does not bring it along.
type Exclusive interface {
	// Exclusive reports whether that is so.
	Exclusive() bool
}

// Links keeps the links, each with its history and its uses, and makes sure that
// a code on a domain is given once. A link's codes are its short code and its
// aliases. Codes are compared byte by byte.
//
// An empty workspace means [DefaultWorkspace], in arguments, queries and links. A
// text that no link can have is ErrNotFound and not another error. The update
// function of a call owns the link that it is passed; when it panics, nothing
// changes and the panic is passed on.
//
// Creating and deleting a link is a change, and so is an update that changes its
// Revision: each appends a row to the [Changes]. What only counts, as UseLink
// does, appends none.
type Links interface {
	// CreateLinks adds links, all or none, and sets the Number of each, which is
	// never used again and is neither 0 nor the greatest uint32. The other fields
	// are stored as they are. A (domain, code) that another link has or had (a
	// deleted link leaves tombstones), or that another link of the call has, makes
	// it return a *TakenError, which wraps ErrExists. An ID that is or was taken in
	// the workspace is ErrExists. To create no links is no error.
	CreateLinks(ctx context.Context, links ...*Link) error
	// WorkspaceNumber returns the number by which the click log knows a
	// workspace, or ErrNotFound before its first link. CreateLinks gives it with
	// that link, out of the same row of numbers, and it stays when all links are
	// deleted.
	WorkspaceNumber(ctx context.Context, workspace string) (number uint32, err error)
	// Link returns a workspace's link by its id, or ErrNotFound.
	Link(ctx context.Context, workspace, id string) (*Link, error)
	// LinkByCode returns the link that has a code on a domain, ErrGone when the
	// code was given up, or ErrNotFound.
	LinkByCode(ctx context.Context, domain, code string) (*Link, error)
	// LinkByNumber returns the link with a number, in whatever workspace, or
	// ErrNotFound: for a link that was never there or was deleted.
	LinkByNumber(ctx context.Context, number uint32) (*Link, error)
	// UpdateLinks changes a workspace's links by update, one after the other in
	// one transaction, and returns what was stored. update is told the place of
	// the id and may run more than once for it. ID, Number and Workspace keep
	// their values; a link that changes its Revision leaves the version that it
	// was to LinkRevisions, and the change is by UpdatedBy at UpdatedAt. A code that a link gives up becomes a tombstone,
	// which only that link may take back.
	//
	// When anything fails, nothing changes: a code that another link has or had
	// is a *TakenError, every other failure of one link, ErrNotFound and the
	// errors of update among them, is wrapped in an *IndexError.
	UpdateLinks(ctx context.Context, workspace string, ids []string, update func(i int, link *Link) error) ([]*Link, error)
	// DeleteLinks removes a workspace's links, all or none, with their history
	// and uses, and leaves tombstones at their codes and ids. For an id that does
	// not exist, or comes a second time, it returns an *IndexError that wraps
	// ErrNotFound.
	DeleteLinks(ctx context.Context, workspace string, edit Edit, ids ...string) error
	// DeletedLink returns the Number that a workspace's deleted link had, or
	// ErrNotFound: for a link that was never there or is still there.
	DeletedLink(ctx context.Context, workspace, id string) (number uint32, err error)
	// DeletedLinks returns the Numbers of all deleted links of a workspace, in
	// no particular order.
	DeletedLinks(ctx context.Context, workspace string) (numbers []uint32, err error)
	// ListLinks returns a page of a workspace's links: those that the query
	// matches, in its order. A page continues behind the last link of the one
	// before, whatever changed in between. A Limit, Sort or Cursor that is not
	// valid is a *FieldError of the field limit, sort or cursor.
	ListLinks(ctx context.Context, query LinkQuery) (LinkPage, error)
	// LinkRevisions returns versions of a workspace's link, the newest first:
	// those whose Revision is below before (0 is all, the link as it is
	// included), at most limit of them (0 is all); or ErrNotFound. A negative
	// limit is a *FieldError of the field limit.
	LinkRevisions(ctx context.Context, workspace, id string, before uint32, limit int) ([]*Link, error)
	// UseLink counts one use of the link with a number, and returns the uses so
	// far; or ErrGone, counting nothing, when there are limit of them already.
	// The use is durable when it returns. After an error other than ErrGone,
	// the use may or may not have been counted, never twice; a call whose ctx ends
	// while it waits for another transaction counts nothing. A store may write
	// the uses of visitors who wait at the same time in one batch: many visitors
	// can want a use of one link at once.
	UseLink(ctx context.Context, number, limit uint32) (uses uint32, err error)
	// LinkUses returns the uses of the link with a number so far, 0 for a link that
	// does not exist.
	LinkUses(ctx context.Context, number uint32) (uses uint32, err error)
}

// Documents keeps everything else that is small and read by its key: tokens,
// workspaces, settings.
//
// A write with an edit is a change and appends a row to the [Changes]. A write
// whose edit is nil appends none. It is for what only counts or notes something,
// and for documents whose changes nobody follows.
//
// An empty workspace stands for itself here: it holds what belongs to the whole
// store. A text that no document can have is ErrNotFound and not another error.
type Documents interface {
	// CreateDocument adds a document at revision 1 and sets its Revision, or
	// returns ErrExists when its ID or one of its Keys is taken.
	CreateDocument(ctx context.Context, d *Document, edit *Edit) error
	// Document returns a document by its id, or ErrNotFound.
	Document(ctx context.Context, kind, workspace, id string) (*Document, error)
	// DocumentByKey returns the document of a kind that has a unique key, in
	// whatever workspace, or ErrNotFound.
	DocumentByKey(ctx context.Context, kind, key string) (*Document, error)
	// UpdateDocument changes a document's Keys and Body by update in one
	// transaction, raises its Revision unless edit is nil, and returns what was
	// stored. The other fields keep their values. update owns the document that it
	// is passed and may run more than once. When it fails or panics, nothing
	// changes, and a panic is passed on. A key that is given up is free.
	// ErrNotFound when there is no such document, ErrExists when a new key is
	// taken.
	UpdateDocument(ctx context.Context, kind, workspace, id string, edit *Edit, update func(*Document) error) (*Document, error)
	// DeleteDocument removes a document and frees its keys, or returns
	// ErrNotFound.
	DeleteDocument(ctx context.Context, kind, workspace, id string, edit *Edit) error
	// ListDocuments returns a workspace's documents of a kind in the order of
	// their ids, at most limit of them (0 is all), beginning after the id
	// after, which need not exist; an empty after starts. A negative limit is a
	// *FieldError of the field limit.
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
	// Body is JSON. A store may return it with other spacing.
	Body []byte
	// Revision counts the changes, from 1. What is written without an [Edit] is
	// no change.
	Revision uint64
}
