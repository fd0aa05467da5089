package clicklog

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/routing"
)

// chunkOfEntries returns a chunk with a group of entries.
func chunkOfEntries(entries ...Entry) (*Chunk, Group) {
	words := NewWords(20_000)
	var b ChunkBuilder
	b.Begin(1, words.Generation)
	b.Group.Link = 7
	for i := range entries {
		b.Add(&entries[i], words)
	}
	c := b.Chunk
	g := b.EndGroup()
	b.End(words.List)
	return c, Group{Link: 7, Start: g.Start, End: g.End, Count: g.Count}
}

// indexes returns the numbers below n.
func indexes(n uint32) (all []uint32) {
	for i := range n {
		all = append(all, i)
	}
	return all
}

// TestColumnsHaveTheChosenRecords reads some fields of ever fewer records, which must be
// those of the records.
func TestColumnsHaveTheChosenRecords(t *testing.T) {
	random := rand.New(rand.NewPCG(8, 8))
	var b ChunkBuilder
	var cols Columns
	for range 100 {
		c, _, groups := randomChunk(random, &b)
		for _, built := range groups {
			g := Group{Start: built.Start, End: built.End}
			for chosen := indexes(g.End - g.Start); len(chosen) > 0; chosen = chosen[:len(chosen)*random.IntN(100)/100] {
				checkChosen(t, &cols, c, &g, Fields(random.Uint64())|FieldTimes, chosen)
			}
		}
	}
}

// checkChosen reads fields of some records, and compares them with the records.
func checkChosen(t *testing.T, cols *Columns, c *Chunk, g *Group, want Fields, chosen []uint32) {
	t.Helper()
	if err := cols.Read(c, g, want, chosen); err != nil {
		t.Fatal(err)
	}
	for _, i := range chosen {
		records, rec := c.Records(g.Start+i, g.End), Record{}
		records.Next(&rec)
		same := cols.Times[i] == rec.Time && (want&FieldTargets == 0 || cols.Targets[i] == rec.Target) &&
			(want&FieldClasses == 0 || cols.Class(i) == rec.Class) && (want&FieldDevices == 0 || cols.Device(i) == rec.Device)
		for text, ref := range rec.Refs {
			refs := cols.Refs[text]
			same = same && (want&FieldText(text) == 0 || len(refs) == 0 && ref == 0 || refs[i] == ref)
		}
		if !same {
			t.Fatalf("record %d of %v: %+v, want %+v", i, chosen, cols, rec)
		}
	}
}

// TestColumnsHaveTheFieldsOfRecords reads records as columns.
func TestColumnsHaveTheFieldsOfRecords(t *testing.T) {
	chunk, group := chunkOfEntries(
		Entry{Time: 5, Class: analytics.Human, Device: routing.Tablet, Scan: true, Visitor: 9, Texts: [NumTexts]string{TextCountry: "DE"}},
		Entry{Time: 8, Class: analytics.Blocked, Target: 3, Texts: [NumTexts]string{TextCountry: "DE", TextReferrer: "example.com"}},
	)
	var cols Columns
	for range 2 { // further fields are read later
		if err := cols.Read(chunk, &group, FieldTimes|FieldClasses, indexes(2)); err != nil {
			t.Fatal(err)
		}
	}
	if err := cols.Read(chunk, &group, FieldTargets|FieldDevices|FieldScans|FieldText(TextCountry)|FieldText(TextReferrer), indexes(2)); err != nil {
		t.Fatal(err)
	}
	same := slices.Equal(cols.Times, []int64{5, 8}) && cols.Class(0) == analytics.Human && cols.Class(1) == analytics.Blocked &&
		slices.Equal(cols.Targets, []uint32{0, 3}) && cols.Device(0) == routing.Tablet && cols.Device(1) == routing.UnknownDevice &&
		cols.Scan(0) && !cols.Scan(1) && cols.Visitor(0) == 9 && cols.Visitor(1) == 0 &&
		slices.Equal(cols.Refs[TextCountry], []uint32{wordRef(1), wordRef(1)}) && slices.Equal(cols.Refs[TextReferrer], []uint32{0, wordRef(2)}) && len(cols.Refs[TextCity]) == 0
	if !same {
		t.Errorf("got %+v", cols)
	}
}

// TestColumnsHaveDrawsAndConversions reads what few records have.
func TestColumnsHaveDrawsAndConversions(t *testing.T) {
	chunk, group := chunkOfEntries(
		Entry{Draws: []routing.Draw{{Split: 1}, {Split: 4}}}, Entry{Class: analytics.Conversion, Tracking: Tracking{Conversion: Conversion{First: true, Value: 7}}}, Entry{Draws: []routing.Draw{{Split: 2}}},
	)
	var cols Columns
	if err := cols.Read(chunk, &group, 0, nil); err != nil {
		t.Fatal(err)
	}
	for i, want := range [][]uint32{{1, 4}, nil, {2}} {
		if splits, err := cols.AppendSplits(nil, uint32(i)); err != nil || !slices.Equal(splits, want) {
			t.Errorf("splits of record %d: %v, %v", i, splits, err)
		}
	}
	if c, err := cols.Conversion(1); err != nil || !c.First || c.Value != 7 {
		t.Errorf("conversion: %+v, %v", c, err)
	}
	chunk, group = chunkOfEntries(Entry{})
	if err := cols.Read(chunk, &group, 0, nil); err != nil {
		t.Fatal(err)
	}
	if splits, err := cols.AppendSplits(nil, 0); err != nil || len(splits) > 0 {
		t.Errorf("splits of a record without: %v, %v", splits, err)
	}
}

// TestColumnsOfMissingRecordsAreAnError asks for more records than there are.
func TestColumnsOfMissingRecordsAreAnError(t *testing.T) {
	chunk, group := chunkOfEntries(Entry{Class: analytics.Human}, Entry{Class: analytics.Human})
	var cols Columns
	group.End++
	for range 2 {
		if err := cols.Read(chunk, &group, FieldTimes, indexes(3)); !errors.Is(err, analytics.ErrDamaged) {
			t.Errorf("got %v", err)
		}
	}
}

// TestNoClickIsOutsideTheBoundsOfItsChunk compares the times of random chunks with their
// bounds.
func TestNoClickIsOutsideTheBoundsOfItsChunk(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 8))
	var b ChunkBuilder
	for range 200 {
		c, _, groups := randomChunk(random, &b)
		first, last := c.TimeBounds()
		for _, g := range groups {
			for _, e := range g.entries {
				if e.Time < first || e.Time > last {
					t.Fatalf("a click at %d is not from %d to %d", e.Time, first, last)
				}
			}
		}
	}
}
