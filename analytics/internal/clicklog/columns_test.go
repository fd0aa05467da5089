package clicklog

import (
	"errors"
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

// TestColumnsHaveTheFieldsOfRecords reads records as columns.
func TestColumnsHaveTheFieldsOfRecords(t *testing.T) {
	chunk, group := chunkOfEntries(
		Entry{Time: 5, Class: analytics.Human, Device: routing.Tablet, Scan: true, Visitor: 9, Texts: [NumTexts]string{TextCountry: "DE"}},
		Entry{Time: 8, Class: analytics.Blocked, Target: 3, Texts: [NumTexts]string{TextCountry: "DE", TextReferrer: "example.com"}},
	)
	var cols Columns
	for range 2 { // further fields are read later
		if err := cols.Read(chunk, &group, FieldTimes|FieldClasses); err != nil {
			t.Fatal(err)
		}
	}
	if err := cols.Read(chunk, &group, FieldTargets|FieldDevices|FieldScans|FieldVisitors|FieldText(TextCountry)|FieldText(TextReferrer)); err != nil {
		t.Fatal(err)
	}
	same := slices.Equal(cols.Times, []int64{5, 8}) && slices.Equal(cols.Classes, []analytics.Class{analytics.Human, analytics.Blocked}) &&
		slices.Equal(cols.Targets, []uint32{0, 3}) && slices.Equal(cols.Devices, []routing.DeviceClass{routing.Tablet, 0}) &&
		slices.Equal(cols.Scans, []bool{true, false}) && slices.Equal(cols.Visitors, []uint64{9, 0}) &&
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
	if err := cols.Read(chunk, &group, FieldConversions); err != nil {
		t.Fatal(err)
	}
	for i, want := range [][]uint32{{1, 4}, nil, {2}} {
		if splits, err := cols.AppendSplits(nil, uint32(i)); err != nil || !slices.Equal(splits, want) {
			t.Errorf("splits of record %d: %v, %v", i, splits, err)
		}
	}
	if len(cols.Conversions) != 1 || !cols.Conversions[0].First || cols.Conversions[0].Value != 7 {
		t.Errorf("conversions: %+v", cols.Conversions)
	}
	chunk, group = chunkOfEntries(Entry{})
	if err := cols.Read(chunk, &group, FieldConversions); err != nil || len(cols.Conversions) > 0 {
		t.Errorf("a group without: %+v, %v", cols, err)
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
		if err := cols.Read(chunk, &group, FieldTimes); !errors.Is(err, analytics.ErrDamaged) {
			t.Errorf("got %v", err)
		}
	}
}
