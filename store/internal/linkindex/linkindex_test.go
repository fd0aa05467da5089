package linkindex_test

import (
	"bytes"
	"math/bits"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/linkindex"
)

// samples returns links of one segment.
func samples() []*linkpack.Link {
	return []*linkpack.Link{
		{Number: 64, Name: "ΣΊΣΥΦΟΣ", ShortCode: "Abc", Destination: "https://example.com/Shop", Tags: []string{"Spring", "new"}},
		{Number: 70, Name: "İstanbul", ShortCode: "tea", Domain: "go.example", GroupID: "g1", Archived: true},
		{Number: 101, Name: "ab", ShortCode: "cd", Aliases: []linkpack.Alias{{Domain: "b.example", ShortCode: "日本語"}}, DeletedAt: time.Unix(1, 0)},
		{Number: 110, Name: strings.Repeat("Long ", 1000), Tags: []string{"Spring"}, Archived: true},
		{Number: 127, Group: "team", Metadata: map[string]string{"plan": "pro"}},
	}
}

// segmentOf returns the row of some links.
func segmentOf(links []*linkpack.Link) []byte {
	s := new(linkindex.Segment)
	for _, l := range links {
		s.Put(l)
	}
	return s.Row()
}

// queries returns a query for each kind of filter.
func queries() (all []linkpack.LinkQuery) {
	none, brand, group, yes, no := "", "b.example", "g1", true, false
	for _, text := range []string{"σίσυφοσ", "ς", "A", "CD", "bc", "ab\xfecd", "本", "\xff", "\x80", "SHOP", "ring", "springnew", "i", "İ", "nothing"} {
		all = append(all, linkpack.LinkQuery{Search: text}, linkpack.LinkQuery{Search: text, SearchIn: linkpack.SearchNames, Bin: linkpack.WithBin})
	}
	return append(all, linkpack.LinkQuery{}, linkpack.LinkQuery{Bin: linkpack.OnlyBin}, linkpack.LinkQuery{Tags: []string{"Spring", "x"}},
		linkpack.LinkQuery{Tags: []string{"spring"}}, linkpack.LinkQuery{Group: "team"}, linkpack.LinkQuery{GroupID: &group}, linkpack.LinkQuery{GroupID: &none},
		linkpack.LinkQuery{Domain: &none}, linkpack.LinkQuery{Domain: &brand, Bin: linkpack.WithBin}, linkpack.LinkQuery{Archived: &yes}, linkpack.LinkQuery{Archived: &no},
		linkpack.LinkQuery{Metadata: map[string]string{"plan": "pro"}})
}

func TestAFilterFindsWhatAQuerySelects(t *testing.T) {
	links := samples()
	row := segmentOf(links)
	for _, q := range queries() {
		filter := linkindex.NewFilter(&q)
		found, err := filter.Find(row)
		if err != nil || bits.OnesCount64(found.All) != len(links) {
			t.Fatalf("%+v: of %b, %v", q, found.All, err)
		}
		for _, l := range links {
			got, want := found.Bits&linkindex.Bit(l.Number) != 0, q.Matches(l)
			isOpen := found.Open&linkindex.Bit(l.Number) != 0
			if got != want && (want || filter.IsExact() && !isOpen) {
				t.Errorf("%+v finds link %d: %v, want %v", q, l.Number, got, want)
			}
		}
	}
}

func TestASegmentKeepsWhatItHasOfOtherLinks(t *testing.T) {
	links := samples()
	row := segmentOf(links)
	s, err := linkindex.Parse(bytes.Clone(row))
	if err != nil {
		t.Fatal(err)
	}
	changed := *links[1]
	changed.Name = strings.Repeat("long ", 100)
	s.Put(&changed)
	if s.Has(links[1]) || !s.Has(&changed) || linkindex.Equal(links[1], &changed) {
		t.Error("the changed link is as before")
	}
	s.Put(links[1])
	if !bytes.Equal(s.Row(), row) {
		t.Error("changed there and back, the row is another")
	}
	for i, l := range links {
		s.Delete(l.Number)
		if want := segmentOf(links[i+1:]); !bytes.Equal(s.Row(), want) || s.Has(l) {
			t.Errorf("without %d links: %q, want %q", i+1, s.Row(), want)
		}
	}
}

// TestASegmentIsSmall fills one with the longest links.
func TestASegmentIsSmall(t *testing.T) {
	var links []*linkpack.Link
	for n := range uint32(linkindex.Size) {
		links = append(links, &linkpack.Link{Number: n, Destination: strings.Repeat("long", int(n)<<6), Tags: []string{strings.Repeat("tag", int(n)<<5)}})
	}
	row := segmentOf(links)
	if len(row) > linkindex.Size<<12 {
		t.Errorf("the row has %d bytes", len(row))
	}
	query := linkpack.LinkQuery{Search: "longlong"}
	if found, err := linkindex.NewFilter(&query).Find(row); err != nil || found.Bits != ^uint64(1) || found.Open == 0 || found.Open&1 != 0 {
		t.Errorf("found %+v, %v", found, err)
	}
}
