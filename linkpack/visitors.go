package linkpack

import (
	"context"
	"time"
)

// Visitors stores the profiles of visitors and by what they are known. A visitor has
// any number of identities, which are texts of 1 to 64 bytes, and an e-mail if
// [Visitor.Email] returns one. Each of these belongs to one visitor of a workspace at
// a time. They are compared byte by byte. A visitor has no identities other than those
// that JoinVisitors was given.
//
// An empty workspace means [DefaultWorkspace], in arguments, queries and visitors. A
// text that no visitor can have is ErrNotFound and not another error. A function that a
// method calls owns the visitors that it is passed; if it returns an error or panics,
// nothing changes, and a panic is passed on.
//
// A write that changes the Revision of a visitor appends a row of [KindVisitor] to the
// [Changes], with the Time and Actor of its edit. Other writes append none.
type Visitors interface {
	// Visitor returns a workspace's visitor by its ID, or the ID of one that was joined
	// to it, or ErrNotFound.
	Visitor(ctx context.Context, workspace, id string) (*Visitor, error)
	// VisitorByEmail returns a workspace's visitor by its Email, or ErrNotFound.
	VisitorByEmail(ctx context.Context, workspace, email string) (*Visitor, error)
	// VisitorsByIdentity returns a workspace's visitors by their identities, in the same
	// order, with one request to the store. It returns nil for an identity that no
	// visitor has. Identities of one visitor share a value. Damaged visitors are nil,
	// too, with errors as in ListVisitors.
	VisitorsByIdentity(ctx context.Context, workspace string, identities []string) ([]*Visitor, error)
	// VisitorIdentities returns the sorted identities of each of a workspace's visitors,
	// in the order of ids, with one request to the store. It returns none for an ID
	// that does not exist. Damaged identities are left out, with errors as in
	// ListVisitors.
	VisitorIdentities(ctx context.Context, workspace string, ids []string) ([][]string, error)
	// JoinVisitors makes one visitor of those that have the email or one of the
	// identities. join is passed them in the order of their IDs, each once, and returns
	// what to store. It may run more than once.
	//
	// If there are none, join returns a new visitor, whose ID must not be in use, and the
	// Action of its change is ActionCreate. Otherwise it returns the first, changed; its
	// ID and Workspace keep their values, and the Action is ActionIdentify. The others
	// are removed, each with a row of ActionMerge, and their IDs and identities lead to
	// the first from then on. The visitor also gets the identities of the call, but not
	// the email: that is of whoever has it as attribute.
	//
	// JoinVisitors returns ErrExists if another visitor has the ID or the Email of the
	// one that join returned.
	JoinVisitors(ctx context.Context, workspace, email string, identities []string, edit Edit, join func(found []*Visitor) (*Visitor, error)) (*Visitor, error)
	// UpdateVisitor changes a visitor with the function update in one transaction and
	// returns it as stored. ID and Workspace keep their values. update may run more than
	// once. The Action is ActionUpdate. UpdateVisitor returns ErrNotFound if there is no
	// such visitor, and ErrExists if another one has the new Email.
	UpdateVisitor(ctx context.Context, workspace, id string, edit Edit, update func(*Visitor) error) (*Visitor, error)
	// DeleteVisitor removes a visitor with its identities and the IDs that lead to it,
	// or returns ErrNotFound. In the same transaction, it stores the document that leave
	// makes of the visitor's ID and sorted identities, unless leave is nil or returns
	// nil. It fails like CreateDocument does. The Action is ActionDelete.
	// DeleteVisitor should also remove a damaged visitor.
	DeleteVisitor(ctx context.Context, workspace, id string, edit Edit, leave func(id string, identities []string) *Document) error
	// ForgetIdentities takes identities from visitors of a workspace, in one transaction.
	// It passes over a visitor that does not exist or was identified since, and an
	// identity that the visitor does not have.
	ForgetIdentities(ctx context.Context, workspace string, old []OldIdentities) error
	// ListVisitors returns a page of the visitors that a query matches, in the query's
	// order. The Link of the query must be empty. Limits, cursors, damaged records and
	// changes in between are as in [Links].ListLinks.
	ListVisitors(ctx context.Context, query VisitorQuery) (VisitorPage, error)
	// CountVisitors returns the number of a workspace's visitors. It does not read them.
	CountVisitors(ctx context.Context, workspace string) (int, error)
}

// OldIdentities are identities to be taken from a visitor.
type OldIdentities struct {
	// Visitor is the ID of the visitor.
	Visitor string
	// IdentifiedAt is that of the visitor. If it is another one now, the visitor has been
	// identified since, and keeps its identities.
	IdentifiedAt time.Time
	// Identities are those to take.
	Identities []string
}
