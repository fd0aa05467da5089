package clicklog

import (
	"encoding/binary"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Position is the end of the log.
type Position struct {
	Block      uint64 // the number of the newest block
	Generation uint32 // the newest generation of words
	Epoch      uint64 // of the lease that wrote it
}

// Put stores the position as three varints.
func (p *Position) Put(tx analytics.Tx) error {
	value := binary.AppendUvarint(wire.NewValue(nil), p.Block)
	value = binary.AppendUvarint(value, uint64(p.Generation))
	value = binary.AppendUvarint(value, p.Epoch)
	return tx.Put(analytics.TableMeta, []byte(wire.MetaPosition), wire.Seal(value))
}

// LoadPosition reads the position. It is zero if nothing was ever written.
func LoadPosition(tx analytics.Tx) (p Position, err error) {
	payload, err := wire.Get(tx, analytics.TableMeta, []byte(wire.MetaPosition))
	if err != nil || payload == nil {
		return p, err
	}
	r := wire.Reader{Data: payload}
	p = Position{Block: r.Uvarint(), Generation: r.Uint32(), Epoch: r.Uvarint()}
	return p, wire.InRow(r.End(), analytics.TableMeta, []byte(wire.MetaPosition))
}
