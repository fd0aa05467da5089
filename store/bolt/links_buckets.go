package bolt

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
	"github.com/linkpack/linkpack-go/store/internal/linkrecord"
)

// links gives access to the buckets of links in a transaction.
type links struct{ tx *tx }

func (b links) records() table      { return b.tx.table(bucketLinks) }
func (b links) codes() table        { return b.tx.table(bucketCodes) }
func (b links) external() table     { return b.tx.table(bucketExternal) }
func (b links) destinations() table { return b.tx.table(bucketDestinations) }
func (b links) ids() table          { return b.tx.table(bucketIDs) }
func (b links) orders() table       { return b.tx.table(bucketOrders) }
func (b links) segments() table     { return b.tx.table(bucketSegments) }
func (b links) bin() table          { return b.tx.table(bucketBin) }
func (b links) deleted() table      { return b.tx.table(bucketDeleted) }
func (b links) past() table         { return b.tx.table(bucketRevisions) }
func (b links) uses() table         { return b.tx.table(bucketUses) }

// number returns the next number for a link or workspace. The greatest one is
// reserved: in the click log it means that there is no link.
func (b links) number() (uint32, error) {
	n, err := b.tx.next(keyNumbers)
	if err == nil && n >= math.MaxUint32 {
		err = errors.New("bolt: link numbers are used up")
	}
	return uint32(n), err
}

// put writes a link and returns it as it will be read, so that indexes have its texts as
// it does.
func (b links) put(l *linkpack.Link) (*linkpack.Link, error) {
	record, err := linkrecord.Encode(l)
	if err != nil {
		return nil, err
	}
	records := b.records()
	records.bucket.FillPercent = 0.9 // new links come at the end
	if err := records.put(numberKey(l.Number), record); err != nil {
		return nil, err
	}
	return linkrecord.Stored(l, record)
}

// read returns the link with a number, which something points to.
func (b links) read(number []byte) (*linkpack.Link, error) {
	record, err := b.records().get(number)
	if err != nil {
		return nil, err
	}
	if record == nil {
		return nil, fmt.Errorf("%w: link %x is missing", ErrCorrupt, number)
	}
	return decodeLink(number, record)
}

// decodeLink decodes the record of the link with a number.
func decodeLink(number, record []byte) (*linkpack.Link, error) {
	l, err := linkrecord.Decode(record)
	if err != nil {
		return nil, fmt.Errorf("%w: link %x: %w", ErrCorrupt, number, err)
	}
	if string(numberKey(l.Number)) != string(number) {
		return nil, fmt.Errorf("%w: link %x claims to be %x", ErrCorrupt, number, l.Number)
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
		return nil, fmt.Errorf("%w: id %q points to link %x, which has id %q", ErrCorrupt, key, number, l.ID)
	}
	return l, err
}

// numberSize is the length of a number in keys and values.
const numberSize = 4

func numberKey(n uint32) []byte { return binary.BigEndian.AppendUint32(nil, n) }
