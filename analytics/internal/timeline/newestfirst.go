package timeline

import (
	"container/heap"
	"slices"

	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// chainHeap has the chains of a day, the one with the newest clicks first. In a block, the
// clicks of the greatest link are the newest.
type chainHeap []chain

func (h chainHeap) Len() int { return len(h) }
func (h chainHeap) Less(i, j int) bool {
	return h[i].next > h[j].next || h[i].next == h[j].next && h[i].link > h[j].link
}
func (h chainHeap) Swap(i, j int) { h[i], h[j] = h[j], h[i] }

// Push implements [heap.Interface]. Nothing is pushed.
func (h *chainHeap) Push(c any) { *h = append(*h, c.(chain)) }

// Pop implements [heap.Interface].
func (h *chainHeap) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}

// beginDown has the chains followed from their ends.
func (d *dayReader) beginDown() {
	d.down = d.chains
	heap.Init(&d.down)
	d.step = d.followDown
}

// resume has the only chain followed from the bound, which is in the chain unless it was
// made up or the clicks there were erased.
func (d *dayReader) resume(v *view) error {
	c := &d.chains[0]
	if block := d.bound.Block; c.first <= block && block <= c.last {
		groups, _, err := v.groups(c.link, block)
		if err != nil && !wire.IsDamage(err) {
			return err
		}
		if len(groups) > 0 {
			c.next = block
		}
	}
	d.beginDown()
	return nil
}

// followDown reads the newest events that are left in the chains.
func (d *dayReader) followDown(v *view) (ended bool, err error) {
	for len(d.down) > 0 && !v.isFull() {
		c := &d.down[0]
		groups, before, err := v.groups(c.link, c.next)
		if err != nil {
			return false, d.goRound(v, err)
		}
		for _, g := range slices.Backward(groups) {
			if err := d.emit(v, &g); err != nil {
				return false, err
			}
		}
		d.advance(before)
	}
	return len(d.down) == 0, nil
}

// advance moves the first chain to its clicks before those that were read.
func (d *dayReader) advance(before uint64) {
	if c := &d.down[0]; before >= c.first && before > 0 {
		c.next = before
		heap.Fix(&d.down, 0)
		return
	}
	heap.Pop(&d.down)
}
