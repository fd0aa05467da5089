package bolt

import (
	"crypto/rand"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
)

// maxRecord is how much of an update a record holds at most. A larger update is
// committed: that costs little more.
const maxRecord = 64 << 10

// maxJournal is how large the records of a transaction become before it is committed.
const maxJournal = 4 << 20

// journalSuffix is behind the name of the database in that of its journal.
const journalSuffix = "-journal"

// journal is a file beside the database, to which updates of clicks are appended before
// their transaction is committed.
type journal struct {
	file *os.File
	path string
	id   uint64
	// records are those of the open transaction, as they are in the file behind its
	// header. If the transaction is lost, they are applied to another one.
	records []byte
	count   uint32
	// ending says that something failed, or that the store is closed: nothing is
	// appended any more, and the next commit is the end of the journal.
	ending bool
}

// journalPath returns the path of the journal of a database.
func journalPath(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err == nil {
		path, err = filepath.EvalSymlinks(path)
	}
	return path + journalSuffix, err
}

// newJournal makes an empty journal and puts it on disk.
func newJournal(path string) (*journal, error) {
	if err := checkFree(path); err != nil {
		return nil, err
	}
	var random [8]byte
	_, _ = rand.Read(random[:]) // never fails
	id := binary.BigEndian.Uint64(random[:])
	if err := draft(path, func(path string) error { return writeSynced(path, appendHeader(nil, id)) }); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return nil, errors.Join(err, os.Remove(path))
	}
	return &journal{file: file, path: path, id: id}, nil
}

// writeSynced writes a file and puts it on disk.
func writeSynced(path string, data []byte) error {
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	return errors.Join(err, file.Sync(), file.Close())
}

// takes reports whether the journal can have a record of some operations.
func (j *journal) takes(operations []byte) bool {
	return !j.ending && len(j.records)+len(operations) < maxJournal
}

// append puts a record of the transaction number tx on disk.
func (j *journal) append(tx uint64, operations []byte) error {
	if isRemoved(j.file) {
		return os.ErrNotExist
	}
	place := len(j.records)
	records := appendRecord(j.records, entry{j.id, tx, j.count, operations})
	if _, err := j.file.WriteAt(records[place:], int64(headerSize+place)); err != nil {
		return err
	}
	if err := syncData(j.file); err != nil {
		return err
	}
	j.records = records
	j.count++
	return nil
}

// restart lets the next record overwrite the first, since the database has them all.
func (j *journal) restart() { j.records, j.count = j.records[:0], 0 }

// settled reports whether a commit has nothing to do for the journal.
func (j *journal) settled() bool { return j == nil || len(j.records) == 0 && !j.ending }

// remove removes the file, but not another one that has its name meanwhile.
func (j *journal) remove() error {
	own, err := j.file.Stat()
	named, missing := os.Stat(j.path)
	if err = errors.Join(err, j.file.Close()); err != nil || missing != nil || !os.SameFile(own, named) {
		return err
	}
	return removeSynced(j.path)
}

// removeSynced removes a file so that it does not come back.
func removeSynced(path string) error {
	return errors.Join(os.Remove(path), syncDir(filepath.Dir(path)))
}
