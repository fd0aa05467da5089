package linkindex_test

import (
	"errors"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/linkindex"
)

func TestChangesReadASegmentOnce(t *testing.T) {
	a, b := &linkpack.Link{Number: 1, Name: "a"}, &linkpack.Link{Number: 2, Name: "b"}
	renamed := &linkpack.Link{Number: 2, Name: "c"}
	read := 0
	empty := func([]byte, *linkpack.Link) (*linkindex.Segment, error) { read++; return new(linkindex.Segment), nil }
	var c linkindex.Changes
	for _, change := range [][2]*linkpack.Link{{nil, a}, {nil, b}, {b, renamed}, {a, nil}} {
		if err := c.Change(change[0], change[1], empty); err != nil {
			t.Fatal(err)
		}
	}
	rows := 0
	for _, row := range c.Rows() {
		rows++
		if want := segmentOf([]*linkpack.Link{renamed}); string(row) != string(want) {
			t.Errorf("the row is %q, want %q", row, want)
		}
	}
	if rows != 1 || read != 1 {
		t.Errorf("%d rows, %d are read", rows, read)
	}
}

func TestAChangeThatTheSegmentDoesNotTellReadsNothing(t *testing.T) {
	failed := errors.New("it is read")
	fails := func([]byte, *linkpack.Link) (*linkindex.Segment, error) { return nil, failed }
	var c linkindex.Changes
	old, l := &linkpack.Link{Name: "a"}, &linkpack.Link{Name: "a", Revision: 2}
	if err := c.Change(old, l, fails); err != nil {
		t.Error(err)
	}
	if err := c.Change(nil, l, fails); !errors.Is(err, failed) {
		t.Errorf("a new link: %v", err)
	}
	for key, row := range c.Rows() {
		t.Errorf("%q is changed to %q", key, row)
	}
}
