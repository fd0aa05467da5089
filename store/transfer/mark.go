package transfer

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/linkpack/linkpack-go/linkpack"
)

// mark says how far a copy has come.
type mark struct {
	Source []byte `json:"source"` // the checksum of the source
	Table  Table  `json:"table"`  // of the last row that was written
	After  []byte `json:"after"`  // its key
	Rows   int64  `json:"rows"`   // how many were written
}

// encode returns the mark as it is stored.
func (m mark) encode() ([]byte, error) { return json.Marshal(m) }

// resume returns the mark of the unfinished copy that a destination has, or one to begin
// with.
func resume(v View, source survey) (mark, error) {
	fresh := mark{Source: source.sum(), Table: source[0].table}
	stored, err := v.Mark()
	if err != nil || stored == nil {
		return fresh, err
	}
	var m mark
	if err := json.Unmarshal(stored, &m); err != nil {
		return mark{}, fmt.Errorf("%w: the mark of the copy: %w", linkpack.ErrDamaged, err)
	}
	if !bytes.Equal(m.Source, fresh.Source) || source.index(m.Table) < 0 {
		return mark{}, ErrChanged
	}
	return m, nil
}

// index returns the place of a table, or -1.
func (s survey) index(table Table) int {
	return slices.IndexFunc(s, func(t tally) bool { return t.table == table })
}

// free returns an error for a destination that is in use, or that has something else than
// an unfinished copy.
func free(v View) error {
	if err := v.Idle(); err != nil {
		return err
	}
	if stored, err := v.Mark(); err != nil || stored != nil {
		return err
	}
	return checkEmpty(v)
}

// checkEmpty returns an error if a store has rows. Counters do not count.
func checkEmpty(v View) error {
	all, err := TablesOf(v)
	if err != nil {
		return err
	}
	for _, table := range all {
		if table.Name == Counters {
			continue
		}
		for _, err := range v.Rows(table, nil) {
			if err == nil {
				err = fmt.Errorf("%w: it has rows in table %s", ErrNotEmpty, table)
			}
			return err
		}
	}
	return nil
}
