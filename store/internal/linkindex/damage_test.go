package linkindex_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/linkindex"
)

// TestEachChangedByteOfASegmentIsTold changes one byte after the other. A search that does
// not need the texts may answer without them, but rightly.
func TestEachChangedByteOfASegmentIsTold(t *testing.T) {
	sound := segmentOf(samples())
	for i := range sound {
		row := bytes.Clone(sound)
		row[i] ^= 4
		if _, err := linkindex.Parse(row); !errors.Is(err, linkpack.ErrDamaged) {
			t.Errorf("byte %d: it is read, %v", i, err)
		}
		for _, q := range []linkpack.LinkQuery{{Search: "abc"}, {Tags: []string{"Spring"}}, {Search: "not there"}} {
			want, _ := linkindex.NewFilter(&q).Find(sound)
			if got, err := linkindex.NewFilter(&q).Find(row); got != want && !errors.Is(err, linkpack.ErrDamaged) {
				t.Errorf("byte %d: %+v finds %+v, want %+v, %v", i, q, got, want, err)
			}
		}
		if _, err := linkindex.Parse(sound[:i]); !errors.Is(err, linkpack.ErrDamaged) {
			t.Errorf("%d bytes are read, %v", i, err)
		}
	}
}

func TestASegmentThatContradictsItselfIsTold(t *testing.T) {
	const slots, none = "\x00\x00\x00\x00\x00\x00\x00\x03", "\x00\x00\x00"
	const summary = "\xff\xff\xff\xff\xff\xff\xff\xff"
	for name, parts := range map[string][2]string{
		"no slots":                        {slots[1:], ""},
		"an open link that is not there":  {slots + "\x04\x00\x00\x00" + summary, "\xffa\xffa"},
		"a deleted link without its slot": {slots + "\x00\x00\x04\x00" + summary, "\xffa\xffa"},
		"no bits of deleted links":        {slots + "\x00\x00", "\xffa\xffa"},
		"terms without end":               {slots + none + "\x05t" + summary, "\xffa\xffa"},
		"a term without end":              {slots + none + "\x02\x05t" + summary, "\xffa\xffa"},
		"a term without links":            {slots + none + "\x02\x01t" + summary, "\xffa\xffa"},
		"a term of another link":          {slots + none + "\x03\x01t\x04" + summary, "\xffa\xffa"},
		"no summary":                      {slots + none + "\x00", "\xffa\xffa"},
		"a summary of three bytes":        {slots + none + "\x00abc", "\xffa\xffa"},
		"texts of too few links":          {slots + none + "\x00" + summary, "\xffa"},
		"texts of too many links":         {slots + none + "\x00" + summary, "\xffa\xffa\xffa"},
		"texts without a beginning":       {slots + none + "\x00" + summary, "aa\xffa\xffa"},
	} {
		row := linkindex.Join([]byte(parts[0]), []byte(parts[1]))
		if s, err := linkindex.Parse(row); !errors.Is(err, linkpack.ErrDamaged) {
			t.Errorf("%s: read as %+v, %v", name, s, err)
		}
	}
}

// FuzzSegment reads rows with right checksums around any head and texts, which must not
// panic, and writes what it can read.
func FuzzSegment(f *testing.F) {
	head, texts := linkindex.Split(segmentOf(samples()))
	f.Add(head, texts, "a")
	f.Add(head, texts[:len(texts)-1], "σίσ")
	f.Add(head[:len(head)-1], texts, "")
	f.Add(append(bytes.Clone(head), head[len(head)-8:]...), append(bytes.Clone(texts), 0xff, 'a'), "Spring")
	f.Fuzz(func(t *testing.T, head, texts []byte, search string) {
		row := linkindex.Join(head, texts)
		find(t, row, &linkpack.LinkQuery{Search: search, SearchIn: linkpack.SearchNames})
		find(t, row, &linkpack.LinkQuery{Search: search, Tags: []string{search}})
		rewrite(t, row)
	})
}

// FuzzRow reads rows of any bytes, which must not panic.
func FuzzRow(f *testing.F) {
	f.Add(segmentOf(samples()))
	f.Add([]byte("\x00\x00\x00\x00\xff\xff\xff\xff\x0f"))
	f.Fuzz(func(t *testing.T, row []byte) {
		find(t, row, &linkpack.LinkQuery{Search: "a"})
		rewrite(t, row)
	})
}

// find looks for links in a row.
func find(t *testing.T, row []byte, q *linkpack.LinkQuery) {
	t.Helper()
	found, err := linkindex.NewFilter(q).Find(row)
	if err != nil && !errors.Is(err, linkpack.ErrDamaged) || found.Bits&^found.All != 0 || found.Open&^found.Bits != 0 {
		t.Errorf("found %+v, %v", found, err)
	}
}

// rewrite writes what can be read of a row, and wants that to be read again.
func rewrite(t *testing.T, row []byte) {
	t.Helper()
	s, err := linkindex.Parse(row)
	if err != nil {
		if !errors.Is(err, linkpack.ErrDamaged) {
			t.Error(err)
		}
		return
	}
	again, err := linkindex.Parse(s.Row())
	if s.Row() != nil && (err != nil || !bytes.Equal(again.Row(), s.Row())) {
		t.Errorf("written again: %q, %v", s.Row(), err)
	}
}
