package clicklog

import (
	"slices"
	"testing"
)

// TestWhatReadersHaveOfPendingClicksStays lets groups be added, folded and erased while a
// reader has a copy of the slices.
func TestWhatReadersHaveOfPendingClicksStays(t *testing.T) {
	group := func(link uint32, block uint64) PendingGroup {
		return PendingGroup{Chunk: &Chunk{Block: block}, Link: link, Count: 2}
	}
	var p Pending
	p.Add([]PendingGroup{group(1, 1), group(2, 1), group(1, 2), group(3, 2)})
	read := p.Slices
	want := slices.Clone(read[SliceOf(1)])
	p.Forget(2)
	p.Remove(SliceOf(1), Mark{Done: 1})
	p.Add([]PendingGroup{group(4, 3)})
	if !slices.Equal(read[SliceOf(1)], want) {
		t.Errorf("the reader has %v, want %v", read[SliceOf(1)], want)
	}
	if left := p.Slices[SliceOf(1)]; len(left) != 3 || p.Clicks != 6 {
		t.Errorf("%d groups with %d clicks are left, want 3 with 6", len(left), p.Clicks)
	}
}

func TestWhatReadersHaveOfMembersStays(t *testing.T) {
	var m Members
	for _, link := range []uint32{30, 10, 50} {
		m.Add(link, 7)
	}
	read := m.Of(7)
	m.Add(20, 7)
	m.Add(60, 7)
	if !slices.Equal(read, []uint32{10, 30, 50}) {
		t.Errorf("the reader has %v", read)
	}
	if got := m.Of(7); !slices.Equal(got, []uint32{10, 20, 30, 50, 60}) {
		t.Errorf("the links are %v", got)
	}
}

// TestAReaderOfMembersCopiesNothing is about workspaces of very many links.
func TestAReaderOfMembersCopiesNothing(t *testing.T) {
	var m Members
	for link := range uint32(1000) {
		m.Add(link, 7)
	}
	if n := testing.AllocsPerRun(100, func() { _ = m.Of(7) }); n > 0 {
		t.Errorf("it makes %v allocations", n)
	}
}
