package postgres

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
	"github.com/linkpack/linkpack-go/store/internal/listing"
)

// visitors are the tables of visitors in one transaction.
type visitors struct {
	tx        *tx
	workspace string
	records   table
	aliases   table // of all visitors, with the ids of these
	known     table // aliases of one visitor, except for the e-mail
}

func visitorsOf(tx *tx, workspace string) visitors {
	return visitors{tx, workspace, tx.table(nameVisitors), tx.table(nameAliases), tx.table(nameKnown)}
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
func (s *store) VisitorsByIdentity(ctx context.Context, workspace string, identities []string) (found []*linkpack.Visitor, err error) {
	err = s.view(ctx, func(tx *tx) error {
		found, err = visitorsOf(tx, workspace).identified(identities)
		return err
	})
	if err != nil && !errors.Is(err, linkpack.ErrDamaged) {
		return nil, err
	}
	return found, err
}

// identified returns the visitors that have identities, and errors about those that are
// damaged.
func (b visitors) identified(identities []string) ([]*linkpack.Visitor, error) {
	owners, err := b.owners(identities)
	if err != nil {
		return nil, err
	}
	if err := b.records.readAhead(b.keysOf(owners)); err != nil {
		return nil, err
	}
	found := make([]*linkpack.Visitor, len(identities))
	read := make(map[string]*linkpack.Visitor)
	var bad listing.Damage
	for i, owner := range owners {
		id := string(owner)
		v, done := read[id]
		if !done && owner != nil {
			v, err = b.read(id)
			if errors.Is(err, linkpack.ErrDamaged) {
				bad.Add(&linkpack.DamagedError{Kind: linkpack.KindVisitor, ID: id, Err: err})
			} else if err != nil {
				return nil, err
			}
			read[id] = v
		}
		found[i] = v
	}
	return found, bad.Err()
}

// keysOf returns the keys of visitors with some ids. It leaves out those that are nil.
func (b visitors) keysOf(ids [][]byte) (all [][]byte) {
	for _, id := range ids {
		if id != nil {
			all = append(all, keys.Visitor(b.workspace, string(id)))
		}
	}
	slices.SortFunc(all, bytes.Compare)
	return slices.CompactFunc(all, bytes.Equal)
}

// owners returns the ids of the visitors that have identities, and nil for those that
// nobody has.
func (b visitors) owners(identities []string) ([][]byte, error) {
	all := make([][]byte, len(identities))
	for i, identity := range identities {
		all[i] = keys.Identity.Of(b.workspace, identity)
	}
	found, err := b.aliases.getAll(all)
	ids := make([][]byte, len(identities))
	for i, key := range all {
		ids[i] = found[string(key)]
	}
	return ids, err
}

// VisitorIdentities implements [linkpack.Visitors].
func (s *store) VisitorIdentities(ctx context.Context, workspace string, ids []string) (found [][]string, err error) {
	err = s.look(ctx, func(tx *tx) error {
		found, err = visitorsOf(tx, workspace).identities(ids)
		return err
	})
	if err != nil {
		return nil, err
	}
	return found, nil
}

// identities returns those of the visitors with some ids.
func (b visitors) identities(ids []string) ([][]string, error) {
	prefixes, names := make([][]byte, len(ids)), make([][]string, len(ids))
	for i, id := range ids {
		prefixes[i] = keys.Identity.Known(b.workspace, id, "")
	}
	known, err := b.known.prefixed(prefixes)
	for i, all := range known {
		for _, key := range all {
			names[i] = append(names[i], keys.LastPart(key, prefixes[i]))
		}
	}
	return names, err
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

// owner returns the id of the visitor that has an alias, or nil.
func (b visitors) owner(kind keys.Alias, name string) ([]byte, error) {
	return b.aliases.get(kind.Of(b.workspace, name))
}

// holder returns the visitor that has an alias, or nil.
func (b visitors) holder(kind keys.Alias, name string) (*linkpack.Visitor, error) {
	owner, err := b.owner(kind, name)
	if err != nil || owner == nil {
		return nil, err
	}
	id := string(owner)
	v, err := b.read(id)
	if err == nil && kind == keys.Email && v.Email() != name {
		return nil, damaged("visitor %q does not have the e-mail that points to it", id)
	}
	return v, err
}

// read returns a visitor that must be there.
func (b visitors) read(id string) (*linkpack.Visitor, error) {
	key := keys.Visitor(b.workspace, id)
	record, err := b.records.get(key)
	if err == nil && record == nil {
		err = damaged("visitor %q is missing", id)
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
		return nil, damaged("visitor %q: %w", key, err)
	}
	if !bytes.Equal(keys.Visitor(v.Workspace, v.ID), key) {
		return nil, damaged("visitor %q claims to be %q", key, v.ID)
	}
	return v, nil
}

// namesOf returns the aliases of a kind that a visitor has, sorted.
func (b visitors) namesOf(kind keys.Alias, id string) (names []string, err error) {
	prefix := kind.Known(b.workspace, id, "")
	for r, err := range b.known.up(prefix, keys.After(prefix)) {
		if err != nil {
			return nil, err
		}
		names = append(names, keys.LastPart(r.key, prefix))
	}
	return names, nil
}
