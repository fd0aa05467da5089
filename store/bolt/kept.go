package bolt

import "github.com/linkpack/linkpack-go/store/internal/linkindex"

// kept are rows that a transaction changes for each of its links. They are stored once,
// when it ends.
type kept struct {
	counters   map[string]uint64       // by key
	workspaces map[string]workspaceRow // by key
	segments   map[string]*linkindex.Segment
}

// storeKept stores the rows that were kept.
func (t *tx) storeKept() error {
	for key, n := range t.kept.counters {
		if err := t.setCounter([]byte(key), n); err != nil {
			return err
		}
	}
	for key, w := range t.kept.workspaces {
		if err := (links{t}).workspaces().put([]byte(key), w.encode()); err != nil {
			return err
		}
	}
	for key, s := range t.kept.segments {
		if err := (links{t}).storeSegment([]byte(key), s); err != nil {
			return err
		}
	}
	return nil
}
