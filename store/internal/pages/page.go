package pages

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// The layout of a page: a header of id (8 bytes), flags (2), count (2) and overflow
// (4), then count elements of 16 bytes, then their keys and values. A page with an
// overflow has so many more pages. Numbers are in the order of the machine.
const (
	headerSize  = 16
	elementSize = 16

	flagBranch   = 0x01
	flagLeaf     = 0x02
	flagFreelist = 0x10
)

var order = binary.NativeEndian

// element is an entry of a page.
type element struct {
	key, value []byte
	child      uint64 // of a branch
	isBucket   bool   // of a leaf
}

// page is a page of a tree.
type page struct {
	isLeaf   bool
	elements []element
	data     []byte // kept for the next page that is read into it
}

// extent reads the header of a page and returns the number of pages that it has.
func (f *File) extent(id uint64, header []byte) (uint64, error) {
	if own := order.Uint64(header); own != id {
		return 0, fmt.Errorf("it says that it is page %d", own)
	}
	overflow := uint64(order.Uint32(header[12:]))
	if overflow >= f.end-id {
		return 0, fmt.Errorf("it goes on for %d pages, beyond the end", overflow)
	}
	return overflow + 1, nil
}

// load reads all bytes of a page into data.
func (f *File) load(id uint64, data []byte) ([]byte, error) {
	if id < 2 || id >= f.end {
		return nil, errors.New("there is no such page")
	}
	data = append(data[:0], make([]byte, f.pageSize)...)
	if err := f.readAt(data, id); err != nil {
		return nil, err
	}
	n, err := f.extent(id, data)
	if err != nil || n == 1 {
		return data, err
	}
	data = append(data[:0], make([]byte, int(n)*f.pageSize)...)
	return data, f.readAt(data, id)
}

// readAt fills data with what begins at a page.
func (f *File) readAt(data []byte, id uint64) error {
	_, err := f.reader.ReadAt(data, int64(id)*int64(f.pageSize))
	if errors.Is(err, io.EOF) {
		return errors.New("the file ends before it")
	}
	return err
}

// read reads a page of a tree.
func (f *File) read(id uint64, p *page) (err error) {
	if p.data, err = f.load(id, p.data); err != nil {
		return err
	}
	switch flags := order.Uint16(p.data[8:]); flags {
	case flagLeaf, flagBranch:
		p.isLeaf = flags == flagLeaf
	default:
		return fmt.Errorf("it is of the unknown kind %#x", flags)
	}
	size, err := p.parse(p.data)
	if err == nil && (size+f.pageSize-1)/f.pageSize*f.pageSize != len(p.data) {
		err = fmt.Errorf("it has %d bytes on %d pages", size, len(p.data)/f.pageSize)
	}
	return err
}

// parse reads the elements of a page and returns how many bytes it uses.
func (p *page) parse(data []byte) (size int, err error) {
	count := int(order.Uint16(data[10:]))
	size = headerSize + count*elementSize
	p.elements = p.elements[:0]
	for i := range count {
		at := headerSize + i*elementSize
		if at+elementSize > len(data) {
			return 0, fmt.Errorf("it has no room for %d elements", count)
		}
		head := data[at:]
		var e element
		var pos, keySize, valueSize uint32
		if p.isLeaf {
			e.isBucket = order.Uint32(head) == 1
			pos, keySize, valueSize = order.Uint32(head[4:]), order.Uint32(head[8:]), order.Uint32(head[12:])
			if order.Uint32(head) > 1 {
				return 0, fmt.Errorf("element %d is of an unknown kind", i)
			}
		} else {
			pos, keySize, e.child = order.Uint32(head), order.Uint32(head[4:]), order.Uint64(head[8:])
		}
		end := int64(size) + int64(keySize) + int64(valueSize)
		if int64(pos) != int64(size-at) || keySize == 0 || end > int64(len(data)) {
			return 0, fmt.Errorf("element %d is not where it belongs", i)
		}
		e.key, e.value = data[size:size+int(keySize)], data[size+int(keySize):end]
		p.elements = append(p.elements, e)
		size = int(end)
	}
	return size, nil
}

// unordered returns the index of the first element whose key is not above the one
// before it, or 0.
func (p *page) unordered() int {
	for i := 1; i < len(p.elements); i++ {
		if bytes.Compare(p.elements[i-1].key, p.elements[i].key) >= 0 {
			return i
		}
	}
	return 0
}
