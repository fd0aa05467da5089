package pages

import (
	"hash/fnv"
	"io"
)

// File is a database file.
type File struct {
	reader   io.ReaderAt
	pageSize int
	end      uint64 // the first page that does not exist
	used     bitmap // pages that were met
	report   func(*Fault)
}

// bitmap is a set of pages.
type bitmap []uint64

func (b bitmap) has(id uint64) bool { return b[id/64]>>(id%64)&1 == 1 }
func (b bitmap) add(id uint64)      { b[id/64] |= 1 << (id % 64) }

// newFile returns a file with pages below end.
func newFile(reader io.ReaderAt, pageSize int, end uint64, report func(*Fault)) *File {
	return &File{reader: reader, pageSize: pageSize, end: end, used: make(bitmap, end/64+1), report: report}
}

// Check checks a file that nobody changes, and passes each fault to report: both
// heads, all trees and the list of free pages.
func Check(reader io.ReaderAt, pageSize int, report func(*Fault)) {
	newest, ok := heads(reader, pageSize, report)
	if !ok {
		return
	}
	f := newFile(reader, pageSize, newest.end, report)
	f.freelist(newest.freelist)
	f.root(newest.root)
}

// CheckTrees checks the trees below the root page of one transaction, whose pages are
// those below end, while others change the file.
func CheckTrees(reader io.ReaderAt, pageSize int, root, end uint64, report func(*Fault)) {
	newFile(reader, pageSize, end, report).root(root)
}

// head is one of the two records at the beginning of a file. Transactions replace the
// older one in turn.
type head struct {
	root, freelist, end, tx uint64
}

// heads returns the newer of the two heads. ok is false if there is none.
func heads(reader io.ReaderAt, pageSize int, report func(*Fault)) (newest head, ok bool) {
	for n := range uint64(2) {
		h, reason := readHead(reader, pageSize, n)
		if reason != "" {
			report(&Fault{Page: n, Reason: reason + ", so the newest change may be missing"})
			continue
		}
		if !ok || h.tx > newest.tx {
			newest = h
		}
		ok = true
	}
	return newest, ok
}

// The beginning of a head's data, and its length without the checksum.
const (
	magic    = 0xED0CDAED
	version  = 2
	headSize = 56
)

// readHead returns head n, or says why it is damaged.
func readHead(reader io.ReaderAt, pageSize int, n uint64) (h head, reason string) {
	data := make([]byte, headSize+8)
	if _, err := reader.ReadAt(data, int64(n)*int64(pageSize)+headerSize); err != nil {
		return h, "this head of the file cannot be read: " + err.Error()
	}
	sum := fnv.New64a()
	sum.Write(data[:headSize])
	h = head{
		root:     order.Uint64(data[16:]),
		freelist: order.Uint64(data[32:]),
		end:      order.Uint64(data[40:]),
		tx:       order.Uint64(data[48:]),
	}
	if order.Uint32(data) != magic || order.Uint32(data[4:]) != version || sum.Sum64() != order.Uint64(data[headSize:]) || h.tx%2 != n {
		return h, "this head of the file is damaged"
	}
	return h, ""
}
