package pages

import "fmt"

// manyFree is the count of a list of free pages whose number is its first element.
const manyFree = 0xFFFF

// freelist notes the pages that are free, and those of the list itself.
func (f *File) freelist(id uint64) {
	data, err := f.load(id, nil)
	if err == nil && order.Uint16(data[8:]) != flagFreelist {
		err = fmt.Errorf("it is no list of free pages")
	}
	if err != nil {
		f.report(&Fault{Page: id, Reason: err.Error()})
		return
	}
	f.take(id, uint64(len(data)/f.pageSize))
	count, ids := uint64(order.Uint16(data[10:])), data[headerSize:]
	if count == manyFree {
		count, ids = order.Uint64(ids), ids[8:]
	}
	if count > uint64(len(ids)/8) {
		f.report(&Fault{Page: id, Reason: fmt.Sprintf("it has no room for %d free pages", count)})
		return
	}
	last := uint64(1) // the heads
	for i := range count {
		free := order.Uint64(ids[8*i:])
		if free <= last || free >= f.end {
			f.report(&Fault{Page: id, Reason: fmt.Sprintf("free page %d is listed after page %d of %d", free, last, f.end)})
			return
		}
		f.take(free, 1)
		last = free
	}
}
