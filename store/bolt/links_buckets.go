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
func (b links) ids() table          { return b.tx.table(bucketIDs) }
func (b links) deleted() table      { return b.tx.table(bucketDeleted) }
func (b links) past() table         { return b.tx.table(bucketRevisions) }
func (b links) external() table     { return b.tx.table(bucketExternal) }
func (b links) destinations() table { return b.tx.table(bucketDestinations) }
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

// put writes a link.
func (b links) put(l *linkpack.Link) error {
	record, err := linkrecord.Encode(l)
	if err != nil {
		return err
	}
	records := b.records()
	records.bucket.FillPercent = 0.9 // new links come at the end
	return records.put(numberKey(l.Number), record)
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

// holder returns the number of the link that has a code or, if live is false, had
// it. The number is nil when no link ever had the code.
func (b links) holder(domain, code string) (number []byte, live bool, err error) {
	value, err := b.codes().get(keys.Code(domain, code))
	if len(value) == numberSize+1 { // a tombstone
		return value[:numberSize], false, err
	}
	return value, true, err
}

// takeCodes gives l its codes, unless another link has or had one of them. i is
// l's index in the call.
func (b links) takeCodes(l *linkpack.Link, i int) error {
	own := numberKey(l.Number)
	for _, c := range l.Codes() {
		holder, _, err := b.holder(c.Domain, c.ShortCode)
		if err != nil {
			return err
		}
		if holder != nil && !bytes.Equal(holder, own) {
			return &linkpack.TakenError{Index: i, Domain: c.Domain, ShortCode: c.ShortCode}
		}
		if err := b.codes().put(keys.Code(c.Domain, c.ShortCode), own); err != nil {
			return err
		}
	}
	return nil
}

// buryCodes leaves tombstones at codes of the link with a number: the number and one
// more byte.
func (b links) buryCodes(number uint32, codes []linkpack.Alias) error {
	for _, c := range codes {
		if err := b.codes().put(keys.Code(c.Domain, c.ShortCode), append(numberKey(number), 0)); err != nil {
			return err
		}
	}
	return nil
}

// numberSize is the length of a number in keys and values.
const numberSize = 4

func numberKey(n uint32) []byte { return binary.BigEndian.AppendUint32(nil, n) }
