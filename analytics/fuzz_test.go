package analytics

import (
	"bytes"
	"net/netip"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/linkpack/linkpack-go/routing"
)

// someBlock is a block with a bit of everything, and what it was made of.
func someBlock(tb testing.TB) *block {
	tb.Helper()
	opts, err := (*Options)(nil).withDefaults()
	if err != nil {
		tb.Fatal(err)
	}
	b := builder{opts: &opts, heads: &heads{}, pace: &pace{}, store: oneLane{tables: tables{}}}
	plan := &Plan{Link: 300, Revision: 2, Domain: "go.example", Splits: []string{"s"}, Targets: []Target{
		{Destination: "https://example.com/"}, {Rule: "r", Split: 1, Destination: "https://example.org/", UTM: &routing.UTM{Term: "t"}},
	}}
	hits := []Hit{
		{Plan: plan, Rule: -1, Visit: &routing.Visit{UserAgent: "a", Addr: netip.MustParseAddr("2001:db8::1")}},
		{Plan: plan, Rule: 0, Draws: []routing.Draw{{U: 99.9}}, Visit: &routing.Visit{Referer: "https://a.example/", Query: "qr=1&utm_content=x"}},
		{Plan: plan, Rule: 0, Visit: &routing.Visit{Addr: netip.MustParseAddr("::ffff:192.0.2.1"), Place: routing.Place{Country: "DE"}}},
	}
	all := batchOf(hits)
	all.gaps = []gap{{count: 3, from: 1, to: 2}}
	bl, err := b.build(tb.Context(), 7, all)
	if err != nil {
		tb.Fatal(err)
	}
	return bl
}

// someRollup is a rollup of many values and visitors.
func someRollup(tb testing.TB) []byte {
	tb.Helper()
	var ru rollup
	for i := range 300 {
		rec := record{class: Class(i % NumClasses), time: int64(i) * 287_000, visitor: uint64(i) * 0x9e3779b97f4a7c15}
		l := labels{values: [numDims]string{
			ByCountry: []string{"DE", "US"}[i%2], ByReferrer: strings.Repeat("r", i%50), ByRule: []string{"", "a"}[i/6%2],
		}}
		if i%3 == 0 {
			l.variants = []variantName{{"s", l.values[ByRule]}, {split: "t"}}
		}
		if err := ru.add(&rec, &l, uint64(100+i)); err != nil {
			tb.Fatal(err)
		}
	}
	payload, err := ru.append(nil)
	if err != nil {
		tb.Fatal(err)
	}
	return payload
}

func FuzzChunk(f *testing.F) {
	for _, row := range someBlock(f).rows {
		f.Add(row.Value[sealSize:])
	}
	f.Fuzz(func(t *testing.T, payload []byte) {
		c, err := decodeChunk(1, payload)
		if err != nil {
			return
		}
		var rec record
		total := 0
		for g, err := range c.all() {
			if err != nil {
				return
			}
			records := c.records(g.start, g.end)
			for records.next(&rec) {
				total++
				_ = rec.address()
				_, _ = c.allTexts(&rec) // what it refers to may not be there
			}
		}
		if total*minRecord > len(payload) {
			t.Errorf("%d records in %d bytes", total, len(payload))
		}
	})
}

func FuzzPlan(f *testing.F) {
	f.Add(someBlock(f).plans[0].append(nil))
	f.Fuzz(func(t *testing.T, payload []byte) {
		p, err := decodePlan(1, 2, payload)
		if err != nil {
			return
		}
		again, err := decodePlan(1, 2, p.append(nil))
		if err != nil || len(again.Targets) != len(p.Targets) || len(again.Splits) != len(p.Splits) {
			t.Errorf("%+v became %+v, %v", p, again, err)
		}
	})
}

func FuzzPlans(f *testing.F) {
	f.Add(planRows(1, someBlock(f).plans)[0].Value[sealSize:])
	f.Fuzz(func(t *testing.T, payload []byte) {
		plans, err := decodePlans(payload)
		if err == nil && len(plans) > len(payload) {
			t.Errorf("%d plans in %d bytes", len(plans), len(payload))
		}
	})
}

func FuzzRollup(f *testing.F) {
	f.Add(someRollup(f))
	f.Add([]byte{1, 1, 0, 0, 0})
	f.Fuzz(func(t *testing.T, payload []byte) {
		var ru, again rollup
		if ru.read(payload) != nil {
			return
		}
		first, err := ru.append(nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := again.read(first); err != nil {
			t.Fatal(err)
		}
		second, err := again.append(nil)
		if err != nil || !bytes.Equal(first, second) {
			t.Errorf("it changes when it is read and written: %v", err)
		}
	})
}

func FuzzSmallValues(f *testing.F) {
	f.Add([]byte{1, 2, 3})
	f.Add(bytes.Repeat([]byte{1}, 257))
	f.Fuzz(func(_ *testing.T, payload []byte) {
		_, _, _ = decodeHeads(payload)
		r := reader{data: payload}
		_ = readCells(&r, nil, quartersPerDay)
		_, _ = unseal(payload)
	})
}

func FuzzQueryAndReferrer(f *testing.F) {
	f.Add("utm_source=a&qr=1&utm_term=%zz&&=", "https://www.Example.com:80/")
	f.Fuzz(func(t *testing.T, query, host string) {
		var e entry
		e.parameters(query)
		e.texts[textReferrer] = referrerOf((&routing.Visit{Referer: host}).RefererHost())
		e.texts[textAgent] = clean(host)
		for _, text := range e.texts {
			if len(text) > maxText || !utf8.ValidString(text) {
				t.Errorf("%q is kept", text)
			}
		}
	})
}

// FuzzSums reads payloads of sums.
func FuzzSums(f *testing.F) {
	sum := new(monthSum)
	for day := range uint32(20) {
		var ru rollup
		if err := ru.add(&record{class: Human, time: 1, visitor: 7}, &labels{values: [numDims]string{ByCountry: "DE"}}, 1); err != nil {
			f.Fatal(err)
		}
		sum.add(day, &ru, true)
	}
	f.Add(sum.value()[sealSize:])
	f.Add([]byte{1, 0, 0, 0})
	days, err := newCalendar(&Query{From: time.UnixMilli(0), To: time.UnixMilli(28 * msPerDay)})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(_ *testing.T, payload []byte) {
		tx := tables{}
		k := sumKey{sumMonth, 1, monthOf(0)}
		_ = tx.Put(TableSums, k.bytes(), seal(append(newValue(nil), payload...)))
		s := sumReader{tally: newTally(days, true), number: 1, tx: tx}
		_ = s.month(days.utcDays(), func(utcDay) error { return nil })
		ru := rollup{shorten: true}
		_ = ru.read(payload)
		_ = new(totalSum).read(payload)
		for kind := sumDay; kind <= sumAll; kind++ {
			_ = requestsIn(sumKey{kind: kind}, seal(append(newValue(nil), payload...)))
		}
	})
}
