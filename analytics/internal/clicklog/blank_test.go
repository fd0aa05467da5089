package clicklog

import (
	"math"
	"math/rand/v2"
	"net/netip"
	"reflect"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// visitorOf returns an erasure of the persons and ids of some records, of which it takes
// one of two.
func visitorOf(records []Record, odd byte) *VisitorErasure {
	v := &VisitorErasure{Until: math.MaxInt64, IDs: make(map[analytics.ClickID]struct{}), Persons: make(map[uint64]struct{})}
	for i, rec := range records {
		switch (i + int(odd)) % 4 {
		case 0:
			v.IDs[rec.ID] = struct{}{}
		case 2:
			v.Persons[rec.Person] = struct{}{}
		}
	}
	return v
}

// recordsIn returns the groups of a chunk that are not erased, and their records.
func recordsIn(c *Chunk) (groups []Group, all []Record, err error) {
	for g, err := range c.All() {
		if err != nil {
			return nil, nil, err
		}
		records := c.Records(g.Start, g.End)
		for {
			var rec Record
			if !records.Next(&rec) {
				break
			}
			all = append(all, rec)
		}
		if err := records.End(); err != nil {
			return nil, nil, err
		}
		groups = append(groups, g)
	}
	return groups, all, nil
}

// FuzzBlank blanks some visitors in whatever can be read as a chunk, and wants all other
// clicks as they were, and of theirs what identifies nobody.
func FuzzBlank(f *testing.F) {
	random := rand.New(rand.NewPCG(7, 7))
	var b ChunkBuilder
	for range 5 {
		_, row, _ := randomChunk(random, &b)
		f.Add(row.Value[wire.SealSize:], byte(random.IntN(4)))
	}
	f.Fuzz(func(t *testing.T, payload []byte, odd byte) {
		c, err := DecodeChunk(1, payload)
		if err != nil {
			return
		}
		if groups, before, err := recordsIn(c); err == nil {
			checkBlank(t, c, visitorOf(before, odd), groups, before)
		}
	})
}

// checkBlank blanks visitors in a chunk that has some groups and records.
func checkBlank(t *testing.T, c *Chunk, v *VisitorErasure, groups []Group, before []Record) {
	t.Helper()
	blanked := 0
	value, err := c.blank(v, func(uint32, *Record) { blanked++ })
	if err != nil {
		t.Fatal(err)
	}
	again, err := ChunkOf(analytics.Row{Key: wire.LogKey(1, 2, 0), Value: value})
	if err != nil {
		t.Fatal(err)
	}
	after, records, err := recordsIn(again)
	if err != nil || len(after) != len(groups) || len(records) != len(before) {
		t.Fatalf("%d groups with %d clicks, want %d with %d, %v", len(after), len(records), len(groups), len(before), err)
	}
	if want := checkBlanked(t, v, before, records); blanked != want {
		t.Errorf("%d clicks are blanked, want %d", blanked, want)
	}
}

// checkBlanked compares the records of a chunk with those before, and returns how many
// had to be blanked.
func checkBlanked(t *testing.T, v *VisitorErasure, before, after []Record) (blanked int) {
	t.Helper()
	for i, rec := range before {
		want, got := rec.entry(), after[i].entry()
		refs := rec.Refs
		if v.Has(&rec.Tracking) {
			blanked++
			want.Addr, want.Truncated, want.Visitor = netip.Addr{}, false, got.Visitor
			want.Tracking = Tracking{Conversion: Conversion{First: rec.First, Value: rec.Value}}
			refs[TextAgent] = 0
		}
		if !reflect.DeepEqual(tidy(got), tidy(want)) || after[i].Refs != refs {
			t.Errorf("click %d is %+v, %v, want %+v, %v", i, got, after[i].Refs, want, refs)
		}
	}
	return blanked
}

// tidy makes no difference between texts that are empty and those that are not there.
func tidy(e Entry) Entry {
	if len(e.FormResponses) == 0 {
		e.FormResponses = nil
	}
	if len(e.Properties) == 0 {
		e.Properties = nil
	}
	return e
}
