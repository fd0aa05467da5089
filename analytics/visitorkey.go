package analytics

import (
	"fmt"
	"io"
)

// visitorKey is the secret that the visitors of one UTC day are hashed with.
// There is one row for it: the key of a new day takes the place of the old one,
// and with it goes the means of following anybody from day to day. A click that
// comes late is hashed with the newest key.
type visitorKey struct {
	day    uint32
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

// row returns the stored form: the day in four bytes and the secret.
func (k *visitorKey) row() Row {
	value := order.AppendUint32(newValue(nil), k.day)
	return Row{Key: []byte(metaVisitorKey), Value: seal(append(value, k.secret[:]...))}
}

// loadVisitorKey reads the stored key; the zero key when there is none.
func loadVisitorKey(tx Tx) (k visitorKey, err error) {
	payload, err := get(tx, TableMeta, []byte(metaVisitorKey))
	if err != nil || payload == nil {
		return k, err
	}
	if len(payload) != 4+len(k.secret) {
		return k, inRow(fmt.Errorf("%w: %d bytes", ErrDamaged, len(payload)), TableMeta, []byte(metaVisitorKey))
	}
	k.day = order.Uint32(payload)
	copy(k.secret[:], payload[4:])
	return k, nil
}
