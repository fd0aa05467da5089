package bolt

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// The database names the journal that belongs to it in a row: the id, and whether the
// journal has ended, which is the case when the database has everything.
const (
	journalOpen byte = iota + 1
	journalEnded
)

// setJournal names the journal of the database.
func (t *tx) setJournal(id uint64, state byte) error {
	return t.table(bucketFormat).put(keyJournal, append(binary.BigEndian.AppendUint64(nil, id), state))
}

// journal returns the journal of the database. The state is 0 if it never had one.
func (t *tx) journal() (id uint64, state byte, err error) {
	row, err := t.table(bucketFormat).get(keyJournal)
	switch {
	case err != nil || row == nil:
		return 0, 0, err
	case len(row) != 9 || row[8] != journalOpen && row[8] != journalEnded:
		return 0, 0, fmt.Errorf("%w: the row that names the journal holds %x", ErrCorrupt, row)
	}
	return binary.BigEndian.Uint64(row), row[8], nil
}

// leftover is what a process that did not close the store left in the journal.
type leftover struct {
	path   string
	exists bool
	id     uint64
	state  byte
	rows   []operation // which the database lacks
	last   uint64      // the newest transaction of the database
}

// readLeftover reads the journal of a database. It returns an error if the journal does
// not belong to the database as it is.
func readLeftover(tx *tx, path string) (*leftover, error) {
	l := &leftover{path: path, last: uint64(tx.ID())}
	data, err := readJournal(path)
	if l.exists = !errors.Is(err, fs.ErrNotExist); err != nil && l.exists {
		return nil, err
	}
	if l.id, l.state, err = tx.journal(); err == nil {
		err = l.read(data)
	} else if !l.exists {
		err = nil // Check reports the row, and nothing else needs it
	}
	if err != nil {
		return nil, fmt.Errorf("journal %s: %w", path, err)
	}
	return l, nil
}

// readJournal reads a journal, but not a file that is much too large for one.
func readJournal(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular() || info.Size() > 2*maxJournal:
		return nil, fmt.Errorf("%w: %s is not a journal", ErrForeign, path)
	}
	return os.ReadFile(path)
}

// read finds the rows that the database lacks. An empty file is a journal that somebody
// gave up.
func (l *leftover) read(data []byte) error {
	if l.state == journalOpen && !l.exists {
		return fmt.Errorf("%w: it is missing. It belongs to the database and has its newest clicks. "+
			"If the database was renamed, look beside its former name. "+
			"If it is lost, an empty file in its place lets the database be opened without them", ErrCorrupt)
	}
	if len(data) == 0 {
		return nil
	}
	id, records, err := cutHeader(data)
	switch {
	case err != nil:
		return err
	case id == l.id && l.state == journalEnded:
		return nil
	case id == l.id && l.state == journalOpen:
		l.rows, err = newerThan(l.last, id, records)
		return err
	case l.state != journalOpen && !hasNewer(0, id, records):
		return nil // it was made, but never used
	}
	return fmt.Errorf("%w: it belongs to another database, or to a later state of this one. "+
		"Put that database beside it, or remove the journal", ErrForeign)
}

// newerThan returns the rows of the records that follow a transaction.
func newerThan(last, id uint64, data []byte) (rows []operation, err error) {
	for number := uint32(0); ; number++ {
		r, rest, ok := cutRecord(data, id)
		if !ok || r.tx != last+1 || r.number != number {
			break
		}
		if rows, err = appendOperations(rows, r.operations); err != nil {
			return nil, err
		}
		data = rest
	}
	// The rest is what the process was writing when it died, and older records.
	switch {
	case hasNewer(last+1, id, data):
		return nil, fmt.Errorf("%w: it follows a later state of the database than this one. "+
			"Put that database beside it, or an empty file in place of the journal", ErrForeign)
	case hasNewer(last, id, data):
		return nil, fmt.Errorf("%w: a record in the middle of it is damaged. "+
			"An empty file in its place lets the database be opened without its newest clicks", ErrCorrupt)
	}
	return rows, nil
}

// hasNewer reports whether there is a record of a later transaction than last.
func hasNewer(last, id uint64, data []byte) bool {
	mark := binary.BigEndian.AppendUint64(nil, id)
	for {
		at := bytes.Index(data, mark)
		if at < 0 {
			return false
		}
		data = data[at:]
		r, rest, ok := cutRecord(data, id)
		switch {
		case ok && r.tx > last:
			return true
		case ok:
			data = rest
		default:
			data = data[1:]
		}
	}
}
