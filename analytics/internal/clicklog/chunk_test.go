package clicklog

import (
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
	"github.com/linkpack/linkpack-go/routing"
)

// randomEntry is a click that has each field in one of a few cases.
func randomEntry(random *rand.Rand) Entry {
	some := func(n int) bool { return random.IntN(n) == 0 }
	e := Entry{
		Time: 20_000*wire.MsPerDay + random.Int64N(1<<random.IntN(40)), Class: analytics.Class(random.IntN(8)), Target: random.Uint32N(3),
		Device: routing.DeviceClass(random.IntN(5)), Bot: routing.Bot(random.IntN(4)), Known: routing.Familiarity(random.IntN(3)),
		Scan: some(3), Truncated: some(2), Visitor: random.Uint64(),
	}
	e.Texts[TextCountry] = []string{"", "DE", "FR"}[random.IntN(3)]
	e.Texts[TextCity] = strings.Repeat("x", random.IntN(40))
	switch random.IntN(3) {
	case 0:
		e.Addr = netip.AddrFrom4([4]byte{192, 0, 2, 0})
	case 1:
		e.Addr = netip.AddrFrom16([16]byte{0x20, 1, 13: 0})
	}
	for some(3) {
		e.Draws = append(e.Draws, routing.Draw{Split: random.IntN(300), U: float64(random.IntN(1000))/10 + 0.05})
	}
	if some(4) {
		e.ID, e.Person = analytics.NewClickID(time.UnixMilli(e.Time), 3, random.Uint64()), random.Uint64()
	}
	if e.Class == analytics.Conversion {
		e.Conversion = Conversion{First: some(2), Value: random.Int64(), Properties: []byte(strings.Repeat("y", random.IntN(300)))}
	}
	return e
}

// builtGroup is a group with what it was built of.
type builtGroup struct {
	PendingGroup
	entries []Entry
}

// randomChunk builds a chunk of some groups. Few of its texts are words.
func randomChunk(random *rand.Rand, b *ChunkBuilder) (c *Chunk, row analytics.Row, groups []builtGroup) {
	words := NewWords(20_000)
	words.bytes = maxWordBytes - 50
	b.Begin(random.Uint64N(1<<40), words.Generation)
	for link := range uint32(1 + random.IntN(20)) {
		b.Group = Group{Link: link * 3, Revision: random.Uint32(), Back: random.Uint64N(b.block)}
		entries := make([]Entry, 1+random.IntN(10))
		for i := range entries {
			entries[i] = randomEntry(random)
			b.Add(&entries[i], words)
		}
		groups = append(groups, builtGroup{b.EndGroup(), entries})
	}
	c = b.Chunk
	return c, b.End(words.List), groups
}

// sameClick reports whether a record is that of an entry.
func sameClick(t *testing.T, c *Chunk, rec *Record, e *Entry) bool {
	t.Helper()
	texts, err := c.AllTexts(rec)
	if err != nil {
		t.Fatal(err)
	}
	back := rec.entry()
	return rec.Time == e.Time && rec.Class == e.Class && rec.Target == e.Target && back.Device == e.Device && back.Bot == e.Bot &&
		back.Known == e.Known && rec.Scan == e.Scan && rec.Visitor == e.Visitor && texts == e.Texts && back.Addr == e.Addr &&
		(back.Truncated == e.Truncated || !e.Addr.IsValid()) && rec.ID == e.ID && rec.Person == e.Person && rec.First == e.First &&
		rec.Value == e.Value && string(rec.Properties) == string(e.Properties) &&
		slices.EqualFunc(back.Draws, e.Draws, func(a, b routing.Draw) bool { return a.Split == b.Split && int(a.U*10) == int(b.U*10) })
}

// checkGroup compares the records of a group, and its columns, with its entries.
func checkGroup(t *testing.T, c *Chunk, start, end uint32, entries []Entry) {
	t.Helper()
	var cols Columns
	if err := cols.Read(c, &Group{Start: start, End: end}, ^Fields(0), indexes(end-start)); err != nil {
		t.Fatal(err)
	}
	records, rec := c.Records(start, end), Record{}
	for i := range entries {
		if !records.Next(&rec) || !sameClick(t, c, &rec, &entries[i]) {
			t.Fatalf("click %d became %+v, want %+v (%v)", i, rec, entries[i], records.End())
		}
		same := cols.Times[i] == rec.Time && cols.Class(uint32(i)) == rec.Class && cols.Targets[i] == rec.Target &&
			cols.Device(uint32(i)) == rec.Device && cols.Scan(uint32(i)) == rec.Scan && cols.Visitor(uint32(i)) == rec.Visitor
		for text, ref := range rec.Refs {
			same = same && (len(cols.Refs[text]) == 0 && ref == 0 || cols.Refs[text][i] == ref)
		}
		splits, err := cols.AppendSplits(nil, uint32(i))
		same = same && slices.EqualFunc(splits, rec.Draws, func(split uint32, d draw) bool { return split == d.Split })
		if conversion, err := cols.Conversion(uint32(i)); err != nil || conversion.Value != rec.Value || conversion.First != rec.First {
			t.Fatalf("conversion %d is %+v, want %+v (%v)", i, conversion, rec.Conversion, err)
		}
		if !same || err != nil {
			t.Fatalf("click %d of columns %+v, want %+v", i, cols, rec)
		}
	}
	if records.Next(&rec) || records.End() != nil {
		t.Fatalf("there is another click, %v", records.End())
	}
}

// TestChunksHaveTheClicksOfWhichTheyAreBuilt reads chunks as they were built, and as they
// are after some groups were erased.
func TestChunksHaveTheClicksOfWhichTheyAreBuilt(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 5))
	var b ChunkBuilder
	var scan chainScan
	for range 200 {
		c, row, groups := randomChunk(random, &b)
		for _, g := range groups {
			checkGroup(t, c, g.Start, g.End, g.entries)
		}
		for range 2 {
			var err error
			gone := random.Uint32N(60)
			if row.Value, err = c.Rewrite(func(g *Group) bool { return g.Link != gone }); err != nil {
				t.Fatal(err)
			}
			words := c.Words
			if c, err = ChunkOf(row); err != nil {
				t.Fatal(err)
			}
			c.Words = words
			groups = slices.DeleteFunc(groups, func(g builtGroup) bool { return g.Link == gone })
			checkChunk(t, c, groups)
			scan.begin()
			if c, err = scan.chunkOf(row); err != nil {
				t.Fatal(err)
			}
			c.Words = words
			checkChunk(t, c, groups)
		}
	}
}

// checkChunk compares the groups of a chunk with those of which it was built. The first
// chunk of a block begins at the position 0.
func checkChunk(t *testing.T, c *Chunk, want []builtGroup) {
	t.Helper()
	for g, err := range c.All() {
		if err != nil || len(want) == 0 {
			t.Fatalf("%+v, %v", g, err)
		}
		if w := want[0]; g.Link != w.Link || g.Revision != w.Revision || g.Position != w.Start || g.Count != w.Count {
			t.Fatalf("%+v, want %+v", g, w.PendingGroup)
		}
		checkGroup(t, c, g.Start, g.End, want[0].entries)
		want = want[1:]
	}
	if len(want) > 0 {
		t.Fatalf("%d groups are missing", len(want))
	}
}
