package postgres

import (
	"bytes"
	"encoding/binary"
	"fmt"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
	"github.com/linkpack/linkpack-go/store/internal/linkrecord"
)

// links gives access to the tables of links in a transaction.
type links struct{ tx *tx }

func (b links) records() table      { return b.tx.table(nameLinks) }
func (b links) codes() table        { return b.tx.table(nameCodes) }
func (b links) external() table     { return b.tx.table(nameExternal) }
func (b links) destinations() table { return b.tx.table(nameDestinations) }
func (b links) ids() table          { return b.tx.table(nameIDs) }
func (b links) orders() table       { return b.tx.table(nameOrders) }
func (b links) segments() table     { return b.tx.table(nameSegments) }
func (b links) bin() table          { return b.tx.table(nameBin) }
func (b links) deleted() table      { return b.tx.table(nameDeleted) }
func (b links) past() table         { return b.tx.table(nameRevisions) }
func (b links) workspaces() table   { return b.tx.table(nameWorkspaces) }

// put writes a link.
func (b links) put(l *linkpack.Link) error {
	record, err := linkrecord.Encode(l)
	if err == nil {
		b.records().put(numberKey(l.Number), record)
	}
	return err
}

// addRecord writes a new link, whose number must not be that of another.
func (b links) addRecord(l *linkpack.Link) error {
	record, err := linkrecord.Encode(l)
	if err == nil {
		b.records().add(numberKey(l.Number), record)
	}
	return err
}

// read returns the link with a number, which something points to.
func (b links) read(number []byte) (*linkpack.Link, error) {
	record, err := b.records().get(number)
	if err != nil {
		return nil, err
	}
	if record == nil {
		return nil, damaged("link %x is missing", number)
	}
	return decodeLink(number, record)
}

// decodeLink decodes the record of the link with a number.
func decodeLink(number, record []byte) (*linkpack.Link, error) {
	l, err := linkrecord.Decode(record)
	if err != nil {
		return nil, damaged("link %x: %w", number, err)
	}
	if string(numberKey(l.Number)) != string(number) {
		return nil, damaged("link %x claims to be %x", number, l.Number)
	}
	return l, nil
}

// find returns the link of a workspace with an id.
func (b links) find(workspace, id string) (*linkpack.Link, error) {
	key := keys.Link(workspace, id)
	number, err := b.ids().get(key)
	if err != nil {
		return nil, err
	}
	if number == nil {
		return nil, fmt.Errorf("link %.80q: %w", id, linkpack.ErrNotFound)
	}
	return b.filed(key, number)
}

// filed returns the link that an entry of the ids points to, if it has that id.
func (b links) filed(key, number []byte) (*linkpack.Link, error) {
	l, err := b.read(number)
	if err == nil && !bytes.Equal(keys.Link(l.Workspace, l.ID), key) {
		return nil, damaged("id %q points to link %x, which has id %q", key, number, l.ID)
	}
	return l, err
}

// numberSize is the length of a number in keys and values.
const numberSize = 4

func numberKey(n uint32) []byte { return binary.BigEndian.AppendUint32(nil, n) }

// numberOf returns the number that a row has as value.
func numberOf(r row) (uint32, error) {
	if len(r.value) != numberSize {
		return 0, damaged("the number of link %q has %d bytes", r.key, len(r.value))
	}
	return binary.BigEndian.Uint32(r.value), nil
}
