package bolt

import "github.com/linkpack/linkpack-go/store/internal/linkindex"

// kept are rows that a transaction changes for each of its links. They are stored once,
// when it ends.
type kept struct {
	counters   map[string]uint64       // by key
	workspaces map[string]workspaceRow // by key
	segments   linkindex.Changes
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
	for key, row := range t.kept.segments.Rows() {
		if err := (links{t}).storeSegment(key, row); err != nil {
			return err
		}
	}
	return nil
}
