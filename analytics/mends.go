package analytics

import "bytes"

// mends are the rows of the rollups that differ from a recount.
type mends struct {
	recount *recount
	list    []mend
}

// mend is the right value of a row of the rollups.
type mend struct {
	key    []byte
	before []byte // as it is stored
	value  []byte // nil when there should be none
}

// rollup notes what a rollup should be.
func (m *mends) rollup(p *pairing) error {
	if m == nil || m.recount.doubts.has(p.link) {
		return nil
	}
	var value []byte
	if p.recounted != nil {
		var err error
		if value, err = p.recounted.value(); err != nil {
			return err
		}
	}
	m.add(p.key(), p.value, value)
	return nil
}

// lost notes what a day's lost clicks should be. Where the log knows less, they
// stay as they are, as long as they can be read.
func (m *mends) lost(p *lostPairing) {
	if m != nil && (p.err != nil || !m.recount.lostDoubt) {
		m.add(pairKey(p.day, noLink), p.value, p.recounted.lostValue())
	}
}

func (m *mends) add(key, before, value []byte) {
	if !bytes.Equal(before, value) {
		m.list = append(m.list, mend{key: key, before: bytes.Clone(before), value: value})
	}
}

// mendWork is how many bytes removing the sums of a rollup counts as.
const mendWork = 400

// next returns the first mends, of about so many bytes.
func (m *mends) next(bytes int) []mend {
	size, n := 0, 0
	for n < len(m.list) && size < bytes {
		size += mendWork + len(m.list[n].key) + len(m.list[n].value) + len(m.list[n].before)
		n++
	}
	return m.list[:n]
}
