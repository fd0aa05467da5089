package bolt

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"strings"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
	"github.com/linkpack/linkpack-go/store/internal/listing"
)

// visitors are the buckets of visitors in one transaction.
type visitors struct {
	tx        *tx
	workspace string
	records   table
	aliases   table // of all visitors, with the ids of these
	known     table // aliases of one visitor, except for the e-mail
}

func visitorsOf(tx *tx, workspace string) visitors {
	return visitors{tx, workspace, tx.table(bucketVisitors), tx.table(bucketAliases), tx.table(bucketKnown)}
}

// Visitor implements [linkpack.Visitors].
func (s *store) Visitor(ctx context.Context, workspace, id string) (v *linkpack.Visitor, err error) {
	err = s.view(ctx, func(tx *tx) error {
		v, err = visitorsOf(tx, workspace).find(id)
		return err
	})
	return v, err
}

// VisitorByEmail implements [linkpack.Visitors].
func (s *store) VisitorByEmail(ctx context.Context, workspace, email string) (v *linkpack.Visitor, err error) {
	err = s.view(ctx, func(tx *tx) error {
		v, err = visitorsOf(tx, workspace).holder(keys.Email, email)
		if err == nil && v == nil {
			err = fmt.Errorf("visitor %.80q: %w", email, linkpack.ErrNotFound)
		}
		return err
	})
	return v, err
}

// VisitorsByIdentity implements [linkpack.Visitors].
func (s *store) VisitorsByIdentity(ctx context.Context, workspace string, identities []string) ([]*linkpack.Visitor, error) {
	found := make([]*linkpack.Visitor, len(identities))
	err := s.view(ctx, func(tx *tx) error {
		b := visitorsOf(tx, workspace)
		read := make(map[string]*linkpack.Visitor)
		var bad listing.Damage
		for i, identity := range identities {
			id, err := b.owner(keys.Identity, identity)
			if v, done := read[id]; err == nil && (id == "" || done) {
				found[i] = v
				continue
			}
			if err == nil {
				read[id], err = b.read(id)
			}
			if errors.Is(err, linkpack.ErrDamaged) {
				bad.Add(&linkpack.DamagedError{Kind: linkpack.KindVisitor, ID: id, Err: err})
				continue
			}
			if err := errors.Join(err, ctx.Err()); err != nil {
				return err
			}
			found[i] = read[id]
		}
		return bad.Err()
	})
	if err != nil && !errors.Is(err, linkpack.ErrDamaged) {
		return nil, err
	}
	return found, err
}

// VisitorIdentities implements [linkpack.Visitors].
func (s *store) VisitorIdentities(ctx context.Context, workspace string, ids []string) ([][]string, error) {
	found := make([][]string, len(ids))
	err := s.view(ctx, func(tx *tx) error {
		b := visitorsOf(tx, workspace)
		var bad listing.Damage
		for i, id := range ids {
			names, err := b.namesOf(keys.Identity, id)
			if err != nil {
				bad.Add(&linkpack.DamagedError{Kind: linkpack.KindVisitor, ID: id, Err: err})
			}
			found[i] = names
		}
		return errors.Join(bad.Err(), ctx.Err())
	})
	return found, err
}

// ListVisitors implements [linkpack.Visitors].
func (s *store) ListVisitors(ctx context.Context, query linkpack.VisitorQuery) (page linkpack.VisitorPage, err error) {
	plan, err := listing.Visitors(query)
	if err != nil {
		return page, err
	}
	after, ascending := plan.Start()
	from, to := keys.LinksFrom(query.Workspace, after, ascending)
	err = s.view(ctx, func(tx *tx) error {
		b := visitorsOf(tx, query.Workspace)
		scan := b.records.down
		if ascending {
			scan = b.records.up
		}
		all := b.all(scan(from, to))
		if query.Email != "" {
			all = b.withEmail(strings.ToLower(query.Email))
		}
		page.Visitors, page.Next, err = plan.Page(ctx, all)
		return err
	})
	return page, err
}

// CountVisitors implements [linkpack.Visitors].
func (s *store) CountVisitors(ctx context.Context, workspace string) (n int, err error) {
	from, to := keys.LinksFrom(workspace, "", true)
	err = s.view(ctx, func(tx *tx) error {
		n, err = tx.table(bucketVisitors).count(from, to)
		return err
	})
	return n, err
}

// all reads visitors.
func (b visitors) all(records rows) iter.Seq2[*linkpack.Visitor, error] {
	return func(yield func(*linkpack.Visitor, error) bool) {
		for r, err := range records {
			var v *linkpack.Visitor
			if err == nil {
				v, err = readVisitor(r.key, r.payload)
			}
			if err != nil {
				err = &linkpack.DamagedError{Kind: linkpack.KindVisitor, ID: keys.LastPart(r.key, keys.Visitor(b.workspace, "")), Err: err}
			}
			if !yield(v, err) {
				return
			}
		}
	}
}

// withEmail reads the visitor with an e-mail, if there is one.
func (b visitors) withEmail(email string) iter.Seq2[*linkpack.Visitor, error] {
	return func(yield func(*linkpack.Visitor, error) bool) {
		v, err := b.holder(keys.Email, email)
		if errors.Is(err, ErrCorrupt) {
			err = &linkpack.DamagedError{Kind: linkpack.KindVisitor, Err: err}
		}
		if v != nil || err != nil {
			yield(v, err)
		}
	}
}

// find returns the visitor with an id, or the one that it became part of.
func (b visitors) find(id string) (*linkpack.Visitor, error) {
	key := keys.Visitor(b.workspace, id)
	record, err := b.records.get(key)
	if err != nil {
		return nil, err
	}
	if record != nil {
		return readVisitor(key, record)
	}
	v, err := b.holder(keys.MergedID, id)
	if err == nil && v == nil {
		err = fmt.Errorf("visitor %.80q: %w", id, linkpack.ErrNotFound)
	}
	return v, err
}

// owner returns the id of the visitor that has an alias, or "".
func (b visitors) owner(kind keys.Alias, name string) (string, error) {
	id, err := b.aliases.get(kind.Of(b.workspace, name))
	return string(id), err
}

// holder returns the visitor that has an alias, or nil.
func (b visitors) holder(kind keys.Alias, name string) (*linkpack.Visitor, error) {
	id, err := b.owner(kind, name)
	if err != nil || id == "" {
		return nil, err
	}
	v, err := b.read(id)
	if err == nil && kind == keys.Email && v.Email() != name {
		return nil, fmt.Errorf("%w: visitor %q does not have the e-mail that points to it", ErrCorrupt, id)
	}
	return v, err
}

// read returns a visitor that must be there.
func (b visitors) read(id string) (*linkpack.Visitor, error) {
	key := keys.Visitor(b.workspace, id)
	record, err := b.records.get(key)
	if err == nil && record == nil {
		err = fmt.Errorf("%w: visitor %q is missing", ErrCorrupt, id)
	}
	if err != nil {
		return nil, err
	}
	return readVisitor(key, record)
}

// readVisitor reads the record at key.
func readVisitor(key, record []byte) (*linkpack.Visitor, error) {
	v := new(linkpack.Visitor)
	if err := json.Unmarshal(record, v); err != nil {
		return nil, fmt.Errorf("%w: visitor %q: %w", ErrCorrupt, key, err)
	}
	if !bytes.Equal(keys.Visitor(v.Workspace, v.ID), key) {
		return nil, fmt.Errorf("%w: visitor %q claims to be %q", ErrCorrupt, key, v.ID)
	}
	return v, nil
}

// namesOf returns the aliases of a kind that a visitor has, sorted, and the damage of
// those that it leaves out.
func (b visitors) namesOf(kind keys.Alias, id string) (names []string, damage error) {
	prefix := kind.Known(b.workspace, id, "")
	for r, err := range b.known.up(prefix, keys.After(prefix)) {
		if err != nil {
			damage = errors.Join(damage, err)
			continue
		}
		names = append(names, keys.LastPart(r.key, prefix))
	}
	return names, damage
}
