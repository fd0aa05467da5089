package linkpack

import (
	"context"
	"errors"
	"log/slog"
	"strings"
)

// maxIdentities is how many identities a visitor has at most: browsers that are known by
// a key, and clicks without one. All of them are read with the visitor's events, and
// erased with the visitor. Calls at the same time may each add one more.
const maxIdentities = 10_000

// errNoRoom says that a visitor cannot be stored for a reason that a caller who may not
// read visitors must not learn: it would tell who is known.
var errNoRoom = errors.New("there is no room")

// checkRoom refuses to make one visitor of people, or to add a click to one, if that
// visitor would have too many identities. known is the visitor that the click has, or nil.
func (i *identification) checkRoom(ctx context.Context, workspace string, known *Visitor) error {
	ids, err := i.holders(ctx, workspace, known)
	if err != nil || len(ids) == 0 || len(ids) == 1 && known != nil {
		return err // nothing is added
	}
	all, err := i.store.VisitorIdentities(ctx, workspace, ids)
	if err != nil && !errors.Is(err, ErrDamaged) {
		return err
	}
	n := 0
	if known == nil {
		n = 1
	}
	for _, identities := range all {
		n += len(identities)
	}
	if n <= maxIdentities {
		return nil
	}
	return i.refuse(invalid("click", "is of a visitor who would have %d browsers and clicks, at most %d are allowed", n, maxIdentities))
}

// holders returns the IDs of the visitors that the click and the e-mail have. A limited
// caller merges no visitor who has an e-mail with another who has one.
func (i *identification) holders(ctx context.Context, workspace string, known *Visitor) (ids []string, err error) {
	if known != nil {
		ids = append(ids, known.ID)
	}
	email, _ := i.attributes[AttributeEmail].(string)
	if email == "" || i.limited && known != nil && known.Attributes[AttributeEmail] != nil {
		return ids, nil
	}
	v, err := i.store.VisitorByEmail(ctx, workspace, strings.ToLower(email))
	if errors.Is(err, ErrNotFound) {
		return ids, nil
	}
	if err == nil && (known == nil || v.ID != known.ID) {
		ids = append(ids, v.ID)
	}
	return ids, err
}

// checkNew asks the host whether there may be one more visitor.
func (i *identification) checkNew(ctx context.Context, workspace string) error {
	err := i.checkQuota(ctx, workspace, KindVisitor, 1)
	if err == nil {
		return nil
	}
	if i.limited && !errors.Is(err, ErrQuota) {
		i.opts.Logger.Error("asking whether there may be one more visitor", slog.String("workspace", workspace), slog.Any("error", err))
	}
	return i.refuse(err)
}

// refuse returns the error that a caller may be told.
func (i *identification) refuse(err error) error {
	if i.limited {
		return errNoRoom
	}
	return err
}
