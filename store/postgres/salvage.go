package postgres

import (
	"bytes"
	"encoding/binary"
	"errors"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// A damaged link, document or visitor can be deleted by its id. What else has to go is
// found by reading whole tables, which only damage costs.

// salvage returns the link with an id, which cannot be found because of damage, or what is
// known of it. It returns damage if that is nothing.
func (b links) salvage(workspace, id string, damage error) (*linkpack.Link, error) {
	key := keys.Link(workspace, id)
	number, err := b.ids().get(key)
	if err != nil {
		return nil, err
	}
	record, err := b.records().get(number)
	if err != nil {
		return nil, err
	}
	isNumber := len(number) == numberSize
	if _, err := decodeLink(number, record); isNumber && record != nil && err != nil {
		return b.remains(workspace, id, number)
	}
	l, err := b.unfiled(key) // the number can be that of another link
	switch {
	case err != nil || l != nil:
		return l, err
	case isNumber && record == nil:
		return b.remains(workspace, id, number)
	}
	return nil, damage
}

// unfiled returns the link with a key whose entry in the ids is damaged, or nil.
func (b links) unfiled(key []byte) (*linkpack.Link, error) {
	for r, err := range b.records().up(nil, nil) {
		if err != nil {
			return nil, err
		}
		l, err := decodeLink(r.key, r.value)
		if err == nil && bytes.Equal(keys.Link(l.Workspace, l.ID), key) {
			return l, nil
		}
	}
	return nil, nil
}

// remains returns what is known of a link whose record is damaged: the codes and the
// external id that point to its number, and when it was deleted. It removes its entries in
// the orders and destinations.
func (b links) remains(workspace, id string, number []byte) (*linkpack.Link, error) {
	codes, err1 := b.codes().pointing(number)
	external, err2 := b.external().pointing(number)
	places, err3 := b.orders().pointing(number)
	binned, err4 := b.bin().ending(number)
	targets, err5 := b.destinations().ending(number)
	if err := errors.Join(err1, err2, err3, err4, err5); err != nil {
		return nil, err
	}
	l := &linkpack.Link{ID: id, Workspace: workspace, Number: binary.BigEndian.Uint32(number)}
	for _, key := range codes {
		l.Aliases = append(l.Aliases, keys.CodeOf(key))
	}
	for _, key := range external {
		l.ExternalID = keys.LastPart(key, keys.External(workspace, ""))
	}
	for _, key := range binned {
		l.DeletedAt = keys.BinTime(key)
	}
	b.orders().deleteAll(places)
	b.destinations().deleteAll(targets)
	return l, nil
}

// salvage returns what is known of a document that cannot be read because of damage: its
// id, and the unique keys that point to it.
func (b documents) salvage(kind, workspace, id string) (*linkpack.Document, error) {
	pointing, err := b.keys.pointing(keys.Document(kind, workspace, id))
	d := &linkpack.Document{Kind: kind, Workspace: workspace, ID: id}
	for _, key := range pointing {
		d.Keys = append(d.Keys, keys.LastPart(key, keys.Unique(kind, "")))
	}
	return d, err
}

// salvage returns what is known of a visitor that cannot be read because of damage: its id,
// and the e-mail that points to it.
func (b visitors) salvage(id string) (*linkpack.Visitor, error) {
	owner, err := b.owner(keys.MergedID, id)
	if err != nil {
		return nil, err
	}
	if owner != nil {
		id = string(owner)
	}
	pointing, err := b.aliases.pointing([]byte(id))
	v := &linkpack.Visitor{ID: id, Workspace: string(keys.Workspace(b.workspace))}
	for _, key := range pointing {
		if email := keys.LastPart(key, keys.Email.Of(b.workspace, "")); email != "" {
			v.Attributes = map[string]any{linkpack.AttributeEmail: email}
		}
	}
	return v, err
}
