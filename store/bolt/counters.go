package bolt

import (
	"encoding/binary"
	"fmt"
)

// Counters are rows of the first bucket: the last number that was given to a link or
// workspace, the last row of the change log, and the epoch of lane 0.

// counterSize is the length of a counter.
const counterSize = 8

// counter returns a counter. ok is false if it was never set.
func (t *tx) counter(key []byte) (n uint64, ok bool, err error) {
	value, err := t.table(bucketFormat).get(key)
	switch {
	case err != nil || value == nil:
		return 0, false, err
	case len(value) != counterSize:
		return 0, false, fmt.Errorf("%w: counter %q has %d bytes", ErrCorrupt, key, len(value))
	}
	return binary.BigEndian.Uint64(value), true, nil
}

// setCounter sets a counter.
func (t *tx) setCounter(key []byte, n uint64) error {
	return t.table(bucketFormat).put(key, binary.BigEndian.AppendUint64(nil, n))
}

// last returns a counter that every file has.
func (t *tx) last(key []byte) (uint64, error) {
	n, ok, err := t.counter(key)
	if err == nil && !ok {
		err = fmt.Errorf("%w: counter %q is missing", ErrCorrupt, key)
	}
	return n, err
}

// next increases a counter that every file has. The transaction stores it when it ends.
func (t *tx) next(key []byte) (n uint64, err error) {
	n, ok := t.kept.counters[string(key)]
	if !ok {
		if n, err = t.last(key); err != nil {
			return 0, err
		}
	}
	if t.kept.counters == nil {
		t.kept.counters = make(map[string]uint64)
	}
	t.kept.counters[string(key)] = n + 1
	return n + 1, nil
}
