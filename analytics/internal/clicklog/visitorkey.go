package clicklog

import (
	"fmt"
	"io"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// VisitorKey is the secret for hashing the visitors of one period. There is one row
// for it: the key of a new period overwrites the old one, so that nobody can be
// followed from one period to the next. Clicks that come late are hashed with the
// newest key. The zero VisitorKey stands for no key.
type VisitorKey struct {
	day    uint32   // on which it was drawn
	Secret [32]byte // random
}

// NewVisitorKey draws a key from a source of random bytes.
func NewVisitorKey(day uint32, random io.Reader) (VisitorKey, error) {
	k := VisitorKey{day: day}
	if _, err := io.ReadFull(random, k.Secret[:]); err != nil {
		return VisitorKey{}, fmt.Errorf("analytics: drawing a visitor key: %w", err)
	}
	return k, nil
}

// row returns the key's row: the day in four bytes, the secret, and the periods. The
// periods stay when the key is overwritten.
func (k *VisitorKey) row(periods KeyPeriods) analytics.Row {
	value := wire.Order.AppendUint32(wire.NewValue(nil), k.day)
	value = periods.append(append(value, k.Secret[:]...))
	return analytics.Row{Key: []byte(wire.SharedVisitorKey), Value: wire.Seal(value)}
}

// Over reports whether a day needs a new key.
func (k *VisitorKey) Over(periods KeyPeriods, day uint32) bool {
	return *k == (VisitorKey{}) || periods.over(k.day, day)
}

// ShareVisitorKey returns the key of a day's period. If the stored key is of another
// period, it draws a new one and stores it, so that all recorders of a store use the
// same key.
func ShareVisitorKey(tx analytics.Tx, periods KeyPeriods, day uint32, random io.Reader) (VisitorKey, error) {
	k, _, err := LoadVisitorKey(tx)
	if err != nil || !k.Over(periods, day) {
		return k, err
	}
	if k, err = NewVisitorKey(day, random); err != nil {
		return k, err
	}
	row := k.row(periods)
	return k, tx.Put(analytics.TableShared, row.Key, row.Value)
}

// LoadVisitorKey reads the stored key and the periods. It returns the zero key if
// there is none.
func LoadVisitorKey(tx analytics.Tx) (k VisitorKey, periods KeyPeriods, err error) {
	payload, err := wire.Get(tx, analytics.TableShared, []byte(wire.SharedVisitorKey))
	if err != nil || payload == nil {
		return k, nil, err
	}
	k, periods, err = decodeVisitorKey(payload)
	return k, periods, wire.InRow(err, analytics.TableShared, []byte(wire.SharedVisitorKey))
}

func decodeVisitorKey(payload []byte) (k VisitorKey, periods KeyPeriods, err error) {
	if len(payload) < 4+len(k.Secret) {
		return k, nil, fmt.Errorf("%w: %d bytes", analytics.ErrDamaged, len(payload))
	}
	r := wire.Reader{Data: payload}
	k.day = wire.Order.Uint32(r.Bytes(4))
	copy(k.Secret[:], r.Bytes(len(k.Secret)))
	periods = readKeyPeriods(&r)
	return k, periods, r.End()
}
