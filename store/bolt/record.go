package bolt

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"

	"go.etcd.io/bbolt"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// links are the buckets of links in one transaction, opened when needed.
type links struct{ tx *bbolt.Tx }

func (b links) records() *bbolt.Bucket { return b.tx.Bucket(bucketLinks) }
func (b links) codes() *bbolt.Bucket   { return b.tx.Bucket(bucketCodes) }
func (b links) ids() *bbolt.Bucket     { return b.tx.Bucket(bucketIDs) }

// number gives the next link its number.
func (b links) number() (uint32, error) {
	n, err := b.records().NextSequence()
	if err == nil && n > math.MaxUint32 {
		err = fmt.Errorf("store: link numbers are used up")
	}
	return uint32(n), err
}

// put writes the record of l.
func (b links) put(l *linkpack.Link) error {
	record, err := json.Marshal(l)
	if err != nil {
		return fmt.Errorf("store: link %q: %w", l.ID, err)
	}
	records := b.records()
	records.FillPercent = 0.9 // new ones come at the end
	return records.Put(numberKey(l.Number), record)
}

// read returns the link that a value of an index points to.
func (b links) read(number []byte) (*linkpack.Link, error) {
	l := new(linkpack.Link)
	if err := json.Unmarshal(b.records().Get(number), l); err != nil {
		return nil, fmt.Errorf("%w: link %x: %w", ErrCorrupt, number, err)
	}
	if string(numberKey(l.Number)) != string(number) {
		return nil, fmt.Errorf("%w: link %x says that it is %x", ErrCorrupt, number, l.Number)
	}
	return l, nil
}

// find returns a workspace's link.
func (b links) find(workspace, id string) (*linkpack.Link, error) {
	number := b.ids().Get(keys.Link(workspace, id))
	if number == nil {
		return nil, fmt.Errorf("link %.80q: %w", id, linkpack.ErrNotFound)
	}
	return b.read(number)
}

// takeCode points l's code to it, unless somebody has or had that code. i is
// l's place among the links to be created.
func (b links) takeCode(l *linkpack.Link, i int) error {
	key := keys.Code(l.Domain, l.ShortCode)
	if b.codes().Get(key) != nil {
		return &linkpack.TakenError{Index: i, Domain: l.Domain, ShortCode: l.ShortCode}
	}
	return b.codes().Put(key, numberKey(l.Number))
}

// buryCode leaves a tombstone at l's code.
func (b links) buryCode(l *linkpack.Link) error {
	return b.codes().Put(keys.Code(l.Domain, l.ShortCode), tombstone())
}

func numberKey(n uint32) []byte { return binary.BigEndian.AppendUint32(nil, n) }

// tombstone stands in the place of the number of a link; numbers begin at 1.
func tombstone() []byte { return numberKey(0) }
