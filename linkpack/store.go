package linkpack

import (
	"context"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
)

// Store is the storage of a [Shortener], in five roles. The packages store,
// store/bolt, store/memory and store/postgres implement it, and store/storetest
// tests an implementation.
//
// Implementations must be safe for concurrent use and honor the cancellation of
// contexts. Methods of Links, Documents and Visitors that write must check the [Condition] of
// their context. Returned values belong to the caller. A store must not keep or
// change the arguments that it is given, except where a method says so.
// Functions passed to a method run in a transaction and must not call the store.
type Store interface {
	Links
	Documents
	Visitors
	Changes
	analytics.Store
	// Close releases the store. All acknowledged writes are durable. Later calls
	// of the store and of an [analytics.Lease] return an error that wraps
	// ErrClosed, except that releasing a lease is no error.
	Close() error
}

// Exclusive is an optional interface of a [Store]. A store implements it if no
// other process can change the store while it is open, such as a locked file.
// Links are then cached for up to an hour instead of a minute. The lifetime
// matters only if the log of [Changes] cannot be read, since other Shorteners'
// changes are found there. A store that wraps a Store must implement this method
// itself: embedding the Store interface does not promote it.
type Exclusive interface {
	// Exclusive reports whether no other process can change the store.
	Exclusive() bool
}

// Links stores links with their revisions and uses. It guarantees that no two
// links have the same code on a domain, and no two links of a workspace the same
// ExternalID. A link's codes are its short code and its aliases. Codes and external
// IDs are compared byte by byte.
//
// A [Shortener] stores links with the GroupID and an empty Group, so that a group can
// get another name.
//
// An empty workspace means [DefaultWorkspace], in arguments, queries and links. A
// text that no link can have is ErrNotFound and not another error. The update
// function of a call owns the link that it is passed; if it panics, nothing
// changes and the panic is passed on.
//
// Creating a link, removing it, and updating it so that its Revision changes
// each append a row to the [Changes]. Counting, as UseLink does, appends none. The
// Action of the row is ActionDelete if DeletedAt is set by the update or if a link
// is removed without having been in the bin, ActionRestore if DeletedAt is cleared,
// and ActionRemove if the link was in the bin.
//
// A link with a DeletedAt is in the bin. It keeps its revisions and uses, and is
// found by its ID and number, but has no codes and no ExternalID, and no [Target]
// selects it. A code that a link had and none has now is a tombstone of that link's
// workspace, and only links of this workspace can take it. So a link that is put into
// the bin, or created there, leaves tombstones at its codes unless other links have
// them. One that is taken out takes its codes and its ExternalID again, if they are
// free.
type Links interface {
	// CreateLinks adds links, all or none. It sets the Number of each link, which
	// is never used again and is neither 0 nor the greatest uint32, and stores the
	// other fields as they are. It returns a *TakenError, which wraps ErrExists,
	// if another link, also one of the same call, has one of the codes on its
	// domain, or the code is a tombstone of another workspace. So it does if another
	// link has the ExternalID; a link in the bin has none. It returns ErrExists if an
	// ID is or was in use in the workspace. Creating no links is no error.
	CreateLinks(ctx context.Context, links ...*Link) error
	// WorkspaceNumber returns the number of a workspace in the click log, or
	// ErrNotFound before its first link. CreateLinks assigns it with that link,
	// from the same sequence as link numbers. It stays when all links are
	// removed.
	WorkspaceNumber(ctx context.Context, workspace string) (number uint32, err error)
	// CountLinks returns the number of a workspace's links that are not in the bin. Its
	// cost does not depend on that number.
	CountLinks(ctx context.Context, workspace string) (int, error)
	// CountMatching returns the number of links that a query matches, whatever its
	// order, limit and cursor. It should read links only if the query has Metadata. It
	// may count damaged links, or leave them out with errors as in ListLinks.
	CountMatching(ctx context.Context, query LinkQuery) (int, error)
	// Link returns a workspace's link by its ID, or ErrNotFound.
	Link(ctx context.Context, workspace, id string) (*Link, error)
	// LinkByCode returns the link that has a code on a domain. If the code is a
	// tombstone, it returns a *GoneError with the Design and DesignRevision of the
	// deleted link, or none if the DesignRevision is 0. Else it returns ErrNotFound.
	LinkByCode(ctx context.Context, domain, code string) (*Link, error)
	// CodeFree reports whether a new link of a workspace could take a code on a domain:
	// no link has the code, and it is not a tombstone of another workspace.
	CodeFree(ctx context.Context, workspace, domain, code string) (bool, error)
	// LinkByExternalID returns a workspace's link by its ExternalID, or ErrNotFound.
	// A link in the bin is not found.
	LinkByExternalID(ctx context.Context, workspace, externalID string) (*Link, error)
	// LinkTo returns a link that leads to a target, or ErrNotFound. Of several
	// links, it prefers those without ExternalID, of these the one that expires
	// last or never, to the millisecond, and of these the one with the smallest
	// Number. It must not read all links to a destination.
	LinkTo(ctx context.Context, target Target) (*Link, error)
	// LinkByNumber returns the link with a number, in any workspace. It returns
	// ErrNotFound if there is none or it was removed.
	LinkByNumber(ctx context.Context, number uint32) (*Link, error)
	// LinksByNumber returns the links with the given numbers, in any workspace and
	// in the order of numbers, with one request to the store. It leaves out those
	// that LinkByNumber does not find, and returns a link that is named twice twice.
	// Damaged links are left out, too, with errors as in ListLinks.
	LinksByNumber(ctx context.Context, numbers []uint32) ([]*Link, error)
	// UpdateLinks changes a workspace's links with the function update, in order
	// and in one transaction, and returns the links as stored. update gets the
	// index of the ID and may run more than once for it. ID, Number and Workspace
	// keep their values. If the Revision changes, the old version is kept for
	// LinkRevisions, and the row in the Changes has UpdatedBy and UpdatedAt as
	// its Actor and Time. A code that a link gives up becomes a tombstone.
	//
	// If anything fails, nothing is changed. A code or an ExternalID that cannot be
	// taken is a *TakenError, as for CreateLinks. Any other failure of one link, such
	// as ErrNotFound or an error of update, is wrapped in an *IndexError.
	UpdateLinks(ctx context.Context, workspace string, ids []string, update func(i int, link *Link) error) ([]*Link, error)
	// DeleteLinks removes a workspace's links, all or none, with their revisions
	// and uses, also those in the bin. It leaves tombstones for their codes and
	// IDs, and frees their external IDs. It returns an *IndexError that wraps
	// ErrNotFound for an ID that does not exist or is repeated. It should also
	// remove a damaged link, with tombstones for those of its codes that are known.
	DeleteLinks(ctx context.Context, workspace string, edit Edit, ids ...string) error
	// EmptyBin removes links from the bin, like DeleteLinks: those of all
	// workspaces whose DeletedAt is before a time, to the millisecond. It removes
	// the oldest first, at most limit of them, in one transaction, and returns how
	// many it removed. It reads no other links. A limit below 1 is a *FieldError
	// of the field limit. Damaged links stay, and do not keep the others from
	// being removed. It returns a *DamagedError for each of the first 100, joined;
	// the last of these counts the others.
	EmptyBin(ctx context.Context, before time.Time, edit Edit, limit int) (removed int, err error)
	// DeletedLink returns the Number of a workspace's link that was removed. It
	// returns ErrNotFound if there was no such link, or if there is, as in the bin.
	DeletedLink(ctx context.Context, workspace, id string) (number uint32, err error)
	// DeletedLinks returns the Numbers of all links of a workspace that were
	// removed, in no particular order.
	DeletedLinks(ctx context.Context, workspace string) (numbers []uint32, err error)
	// ListLinks returns a page of the links that a query matches, in the query's
	// order. A page continues after the last link of the previous page, even if
	// links were changed in between. A Limit that is negative or above 1000, a
	// Sort that is not Valid, or a Cursor that no page of the same workspace and
	// order returned, is a *FieldError of the field limit, sort or cursor. A Limit of 0 means 50.
	//
	// Damaged links do not end a list. It returns the page without them, and a
	// *DamagedError for each of the first 100, joined; the last of these counts the
	// others.
	ListLinks(ctx context.Context, query LinkQuery) (LinkPage, error)
	// LinkRevisions returns versions of a workspace's link, newest first, or
	// ErrNotFound. It returns those with a Revision below before, at most limit
	// of them. A before of 0 means all, including the current version; a limit of
	// 0 means no limit, and a negative one is a *FieldError of the field limit.
	LinkRevisions(ctx context.Context, workspace, id string, before uint32, limit int) ([]*Link, error)
	// UseLink counts a use of the link with a number and returns the number of
	// uses so far. If there are limit uses already, it counts nothing and returns
	// ErrGone. The use is durable when UseLink returns. After any other error,
	// the use may have been counted, but not twice; a call whose ctx ends while it
	// waits for another transaction counts nothing. Many visitors may use a link
	// at once, so a store may write concurrent uses in one batch.
	UseLink(ctx context.Context, number, limit uint32) (uses uint32, err error)
	// LinkUses returns the number of uses so far of the link with a number, 0 for
	// a link that does not exist.
	LinkUses(ctx context.Context, number uint32) (uses uint32, err error)
}

// Documents stores small records that are read by ID or key, such as tokens,
// workspaces and settings.
//
// A write with an edit is a change and appends a row to the [Changes]. A write
// with a nil edit appends none. Use nil for counters and timestamps, and for
// documents whose changes nobody follows.
//
// An empty workspace stands for itself here: it has the documents of the whole
// store. A text that no document can have is ErrNotFound and not another error.
type Documents interface {
	// CreateDocument adds a document and sets its Revision to 1. It returns
	// ErrExists if its ID or one of its Keys is taken.
	CreateDocument(ctx context.Context, d *Document, edit *Edit) error
	// Document returns a document by its ID, or ErrNotFound.
	Document(ctx context.Context, kind, workspace, id string) (*Document, error)
	// DocumentByKey returns the document of a kind with a key, in any workspace,
	// or ErrNotFound.
	DocumentByKey(ctx context.Context, kind, key string) (*Document, error)
	// UpdateDocument changes a document's Keys and Body with the function update
	// in one transaction, increments its Revision unless edit is nil, and returns
	// the document as stored. The other fields keep their values. update owns the
	// document that it is passed and may run more than once. If it returns an
	// error or panics, nothing is changed, and a panic is passed on. A key that is
	// given up is free. UpdateDocument returns ErrNotFound if there is no such
	// document, and ErrExists if a new key is taken.
	UpdateDocument(ctx context.Context, kind, workspace, id string, edit *Edit, update func(*Document) error) (*Document, error)
	// DeleteDocument removes a document and frees its keys, or returns
	// ErrNotFound. It should also remove a damaged document.
	DeleteDocument(ctx context.Context, kind, workspace, id string, edit *Edit) error
	// ListDocuments returns a workspace's documents of a kind, sorted by ID. It
	// starts after the ID after, which need not exist, or at the first document if
	// that is empty, and returns at most limit documents. A limit of 0 means no
	// limit, and a negative one is a *FieldError of the field limit. Damaged
	// documents do not end the list. It returns the others, and a *DamagedError for
	// each of the first 100, joined; the last of these counts the others.
	ListDocuments(ctx context.Context, kind, workspace, after string, limit int) ([]*Document, error)
	// CountDocuments returns the number of a workspace's documents of a kind. It does
	// not read their bodies.
	CountDocuments(ctx context.Context, kind, workspace string) (int, error)
}

// Document is a small record in the store.
type Document struct {
	// Kind is the kind of record, such as "token".
	Kind string
	// Workspace owns the document. It is empty for documents that belong to the
	// whole store.
	Workspace string
	// ID is unique within the kind and workspace.
	ID string
	// Keys are further names of the document, unique within the kind over all
	// workspaces.
	Keys []string
	// Body is JSON. A store may return it with other spacing.
	Body []byte
	// Revision counts the changes, starting at 1. A write without an [Edit] does
	// not count.
	Revision uint64
}
