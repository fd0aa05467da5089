package postgres

import (
	"errors"

	"github.com/jackc/pgx/v5"
)

// way leads from rows of one table to those of another, by what their values begin with.
type way struct {
	from, to string
	size     int // of the key of the second row; 0 is all of the value
}

// The ways to links and documents.
func byID() way         { return way{nameIDs, nameLinks, numberSize} }
func byCode() way       { return way{nameCodes, nameLinks, numberSize} }
func byExternalID() way { return way{nameExternal, nameLinks, numberSize} }
func byUnique() way     { return way{from: nameUnique, to: nameDocuments} }

// sql returns the statement that selects both values.
func (w way) sql() string {
	key := "f.value"
	if w.size > 0 {
		key = "substr(f.value, 1, $2)"
	}
	return "select f.value, t.value from " + w.from + " f left join lateral (select value from " + w.to +
		" where key = " + key + " limit 1) t on true where f.key = $1"
}

// read reads the row at key and the one that it points to. The transaction then knows
// both, or that there are none.
func (w way) read(t *tx, key []byte) error {
	args := []any{key}
	if w.size > 0 {
		args = append(args, w.size)
	}
	var first, second []byte
	err := t.conn.QueryRow(t.ctx, w.sql(), args...).Scan(&first, &second)
	if errors.Is(err, pgx.ErrNoRows) {
		err = nil
	}
	t.table(w.from).set(key, &cell{value: first})
	if pointer := first; pointer != nil {
		if w.size > 0 {
			pointer = pointer[:min(w.size, len(pointer))]
		}
		t.table(w.to).set(pointer, &cell{value: second})
	}
	return t.fail(err)
}
