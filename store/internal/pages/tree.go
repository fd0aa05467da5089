package pages

import (
	"bytes"
	"errors"
	"fmt"
)

// bucketHeaderSize is the length of the beginning of a bucket's value: its root page
// and a sequence, 8 bytes each. A root of 0 means that the only page follows.
const bucketHeaderSize = 16

// root checks the tree whose values are the buckets, and their trees.
func (f *File) root(id uint64) {
	w := walk{file: f, leaf: func(p *page) {
		for i := range p.elements {
			f.bucket(&p.elements[i], id)
		}
	}}
	w.visit(id, nil, nil, 0)
}

// bucket checks the tree of a bucket.
func (f *File) bucket(e *element, root uint64) {
	if !e.isBucket || len(e.value) < bucketHeaderSize {
		f.report(&Fault{Page: root, Reason: fmt.Sprintf("%.40q is no bucket", e.key)})
		return
	}
	w := walk{file: f, bucket: bytes.Clone(e.key)}
	w.leaf = func(p *page) {
		for _, e := range p.elements {
			if e.isBucket {
				w.fault(root, e.key, after(e.key), "a row is marked as a bucket")
			}
		}
	}
	if child := order.Uint64(e.value); child != 0 {
		w.visit(child, nil, nil, 0)
		return
	}
	inline := page{isLeaf: true}
	data := e.value[bucketHeaderSize:]
	if len(data) < headerSize || order.Uint16(data[8:]) != flagLeaf {
		w.fault(root, nil, nil, "its only page is damaged")
		return
	}
	if size, err := inline.parse(data); err != nil || size != len(data) {
		w.fault(root, nil, nil, "the elements of its only page are damaged")
		return
	}
	w.checkLeaf(root, &inline, nil, nil)
}

// walk visits the pages of one tree.
type walk struct {
	file   *File
	bucket []byte // nil in the root tree
	leaf   func(*page)
	pages  []*page // one for each level
}

// visit checks the page with an id, whose keys are those from <= key < to, and the
// pages below. It returns the first key, which is valid until the next page of that
// level is read, or nil if the page cannot be read.
func (w *walk) visit(id uint64, from, to []byte, level int) (first []byte) {
	if level == len(w.pages) {
		w.pages = append(w.pages, new(page))
	}
	p := w.pages[level]
	err := w.file.read(id, p)
	if err == nil && !w.file.take(id, uint64(len(p.data)/w.file.pageSize)) {
		return nil
	}
	if err == nil {
		err = p.fits(level)
	}
	if err != nil {
		w.fault(id, from, to, err.Error())
		return nil
	}
	if p.isLeaf {
		w.checkLeaf(id, p, from, to)
	} else {
		w.checkChildren(id, p, from, to, level)
	}
	if len(p.elements) == 0 {
		return nil
	}
	return p.elements[0].key
}

// maxLevel is more than the height of any tree.
const maxLevel = 50

// fits returns an error for a page that bbolt does not write at a level.
func (p *page) fits(level int) error {
	switch {
	case len(p.elements) == 0 && (level > 0 || !p.isLeaf):
		return errors.New("it is empty")
	case level > maxLevel:
		return errors.New("it is too deep")
	case !p.isLeaf && p.unordered() > 0:
		return errors.New("its keys are out of order")
	}
	return nil
}

// checkLeaf checks the keys of a leaf. When two are out of order, one of them is
// damaged, and searches for keys between them go astray.
func (w *walk) checkLeaf(id uint64, p *page, from, to []byte) {
	if i := p.unordered(); i > 0 {
		low, high := p.elements[i].key, after(p.elements[i-1].key)
		if bytes.Compare(low, from) < 0 {
			low = from
		}
		if to != nil && bytes.Compare(high, to) > 0 {
			high = to
		}
		w.fault(id, low, high, "two keys are out of order")
	}
	if last := len(p.elements) - 1; to != nil && last >= 0 && bytes.Compare(p.elements[last].key, to) >= 0 {
		w.fault(id, p.elements[last].key, after(p.elements[last].key), "its last key belongs to another page")
	}
	w.leaf(p)
}

// checkChildren visits the pages below a branch.
func (w *walk) checkChildren(id uint64, p *page, from, to []byte, level int) {
	for i := range p.elements {
		key, below, above := p.elements[i].key, p.elements[i].key, to
		if i == 0 {
			below = from
		}
		if i+1 < len(p.elements) {
			above = p.elements[i+1].key
		}
		first := w.visit(p.elements[i].child, below, above, level+1)
		if first == nil || bytes.Equal(first, key) {
			continue
		}
		low, high := key, first
		if bytes.Compare(low, high) > 0 {
			low, high = high, low
		}
		w.fault(id, low, after(high), "a key is not that of the page below")
	}
}

// fault reports damage to a range of keys.
func (w *walk) fault(id uint64, from, to []byte, reason string) {
	w.file.report(&Fault{Bucket: w.bucket, From: bytes.Clone(from), To: bytes.Clone(to), Page: id, Reason: reason})
}

// take notes that a page is in use, or reports it if it was met before.
func (f *File) take(id, count uint64) (ok bool) {
	for n := id; n < id+count; n++ {
		if f.used.has(n) {
			f.report(&Fault{Page: n, Reason: "it is in use twice, or in use and free"})
			return false
		}
	}
	for n := id; n < id+count; n++ {
		f.used.add(n)
	}
	return true
}

// after returns the first key behind a key.
func after(key []byte) []byte { return append(bytes.Clone(key), 0) }
