package bolt

import (
	"bytes"
	"encoding/binary"
	"errors"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// A damaged link or document can be deleted by its ID. What else has to go is found
// by reading whole tables, which only damage costs.

// salvage returns what is known of the link with a key, which cannot be read because
// of damage: its number, the codes and the external id that point to that, and when it
// was deleted. It removes the damaged rows. It returns damage if the number is not known.
func (b links) salvage(workspace, id string, damage error) (*linkpack.Link, error) {
	key := keys.Link(workspace, id)
	number, err := b.ids().get(key)
	if err != nil || len(number) != numberSize {
		return b.unfiled(key, damage)
	}
	if _, err := b.read(number); err == nil {
		return nil, damage // the number is that of another link
	}
	l := &linkpack.Link{
		ID: id, Workspace: workspace, Number: binary.BigEndian.Uint32(number), Aliases: b.codesOf(number),
		ExternalID: b.externalOf(workspace, number), DeletedAt: b.deletedAt(number),
	}
	return l, errors.Join(b.records().clear(number), b.forgetDestination(number), b.forgetOrders(l))
}

// unfiled returns the link with a key whose entry in the ids is damaged, and removes
// that entry.
func (b links) unfiled(key []byte, damage error) (*linkpack.Link, error) {
	for r, err := range b.records().up(nil, nil) {
		if err != nil {
			continue
		}
		l, err := decodeLink(r.key, r.payload)
		if err == nil && bytes.Equal(keys.Link(l.Workspace, l.ID), key) {
			return l, b.ids().clear(key)
		}
	}
	return nil, damage
}

// codesOf returns the codes that point to a number.
func (b links) codesOf(number []byte) (codes []linkpack.Alias) {
	for r, err := range b.codes().up(nil, nil) {
		if err == nil && bytes.Equal(r.payload, number) {
			codes = append(codes, keys.CodeOf(r.key))
		}
	}
	return codes
}

// externalOf returns the external id that points to a number, or "".
func (b links) externalOf(workspace string, number []byte) string {
	for r, err := range b.external().up(nil, nil) {
		if err == nil && bytes.Equal(r.payload, number) {
			return keys.LastPart(r.key, keys.External(workspace, ""))
		}
	}
	return ""
}

// forgetDestination removes the entry of the destinations that points to a number.
func (b links) forgetDestination(number []byte) error {
	for r, err := range b.destinations().up(nil, nil) {
		if err == nil && bytes.Equal(keys.NumberOf(r.key), number) {
			return b.destinations().delete(bytes.Clone(r.key))
		}
	}
	return nil
}

// salvage returns what is known of a document that cannot be read because of damage:
// its ID and the unique keys that point to it. It removes the damaged row.
func (b documents) salvage(kind, workspace, id string) (*linkpack.Document, error) {
	key := keys.Document(kind, workspace, id)
	d := &linkpack.Document{Kind: kind, Workspace: workspace, ID: id}
	prefix := keys.Unique(kind, "")
	for r, err := range b.keys.up(prefix, keys.After(prefix)) {
		if err == nil && bytes.Equal(r.payload, key) {
			d.Keys = append(d.Keys, keys.LastPart(r.key, prefix))
		}
	}
	return d, b.records.clear(key)
}
