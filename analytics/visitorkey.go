package analytics

import (
	"fmt"
	"io"
)

// visitorKey is the secret that the visitors of one period are hashed with.
// There is one row for it: the key of a new period takes the place of the old
// one, and with it goes the means of following anybody from one to the next. A
// click that comes late is hashed with the newest key. The zero key is none.
type visitorKey struct {
	day    uint32 // on which it was drawn
	secret [32]byte
}

// newVisitorKey draws a key.
func newVisitorKey(day uint32, random io.Reader) (visitorKey, error) {
	k := visitorKey{day: day}
	if _, err := io.ReadFull(random, k.secret[:]); err != nil {
		return visitorKey{}, fmt.Errorf("analytics: drawing a visitor key: %w", err)
	}
	return k, nil
}

// row returns the stored form: the day in four bytes, the secret, and the
// periods, which outlive it.
func (k *visitorKey) row(periods keyPeriods) Row {
	value := order.AppendUint32(newValue(nil), k.day)
	value = periods.append(append(value, k.secret[:]...))
	return Row{Key: []byte(sharedVisitorKey), Value: seal(value)}
}

// over reports whether the key is none, or not to be used on a day.
func (k *visitorKey) over(periods keyPeriods, day uint32) bool {
	return *k == (visitorKey{}) || periods.over(k.day, day)
}

// shareVisitorKey returns the key of a day's period: the stored one, or a new one
// that it stores. So of many who ask at once all have the same.
func shareVisitorKey(tx Tx, periods keyPeriods, day uint32, random io.Reader) (visitorKey, error) {
	k, _, err := loadVisitorKey(tx)
	if err != nil || !k.over(periods, day) {
		return k, err
	}
	if k, err = newVisitorKey(day, random); err != nil {
		return k, err
	}
	row := k.row(periods)
	return k, tx.Put(TableShared, row.Key, row.Value)
}

// loadVisitorKey reads the stored key and the periods; the zero key when there
// is none.
func loadVisitorKey(tx Tx) (k visitorKey, periods keyPeriods, err error) {
	payload, err := get(tx, TableShared, []byte(sharedVisitorKey))
	if err != nil || payload == nil {
		return k, nil, err
	}
	k, periods, err = decodeVisitorKey(payload)
	return k, periods, inRow(err, TableShared, []byte(sharedVisitorKey))
}

func decodeVisitorKey(payload []byte) (k visitorKey, periods keyPeriods, err error) {
	if len(payload) < 4+len(k.secret) {
		return k, nil, fmt.Errorf("%w: %d bytes", ErrDamaged, len(payload))
	}
	r := reader{data: payload}
	k.day = order.Uint32(r.bytes(4))
	copy(k.secret[:], r.bytes(len(k.secret)))
	periods = readKeyPeriods(&r)
	return k, periods, r.end()
}
