package storetest

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
)

// Benchmark measures the most frequent calls, each on a store of its own with ten
// thousand links: create one link or a thousand, find a link by its code or miss
// one, find one of all that have the same destination, change one link or a thousand, count a use of a limited link, search all
// links, and append twenty chunks of 2 KB to the click log. open returns an empty
// store, as for [Run].
func Benchmark(b *testing.B, open func(tb testing.TB) linkpack.Store) {
	for _, c := range []struct {
		name string
		step func(p *probe, n int) error
	}{
		{"create one link", createOne},
		{"create a thousand links", createThousand},
		{"find a link by its code", findByCode},
		{"miss a link by its code", missByCode},
		{"find a link by its destination", findByDestination},
		{"update a link", updateOne},
		{"use up a limited link", useOne},
		{"update a thousand links", updateThousand},
		{"search 10,000 links by name", searchAll},
		{"append 20 chunks to the log", appendToLog},
	} {
		b.Run(c.name, func(b *testing.B) {
			p := stocked(b, open(b))
			b.ReportAllocs()
			for n := 0; b.Loop(); n++ {
				p.ok(c.name, c.step(p, n))
			}
		})
	}
}

// stock is how many links the store of a benchmark holds.
const stock = 10_000

// stocked fills a store.
func stocked(b *testing.B, s linkpack.Store) *probe {
	b.Helper()
	b.Cleanup(func() { _ = s.Close() })
	p := &probe{Store: s, tb: b, ctx: b.Context(), promise: "a benchmark runs"}
	p.create(links(0, stock-1)...)
	return p
}

func createOne(p *probe, n int) error { return p.CreateLinks(p.ctx, link(stock+n)) }

func createThousand(p *probe, n int) error {
	first := stock + 1000*n
	return p.CreateLinks(p.ctx, links(first, first+999)...)
}

func findByCode(p *probe, n int) error {
	_, err := p.LinkByCode(p.ctx, "", fmt.Sprintf("code%d", n*7919%stock))
	return err
}

func missByCode(p *probe, n int) error {
	if l, err := p.LinkByCode(p.ctx, "", fmt.Sprintf("none%d", n)); err == nil {
		return fmt.Errorf("found %v", l)
	}
	return nil
}

func findByDestination(p *probe, n int) error {
	_, err := p.LinkTo(p.ctx, linkpack.Target{Destination: link(0).Destination, At: day.AddDate(0, 0, n)})
	return err
}

func updateOne(p *probe, n int) error {
	_, err := p.updateLink("", id(n*7919%stock), func(l *linkpack.Link) error {
		l.Revision++
		return nil
	})
	return err
}

func updateThousand(p *probe, n int) error {
	ids := make([]string, 1000)
	for i := range ids {
		ids[i] = id((n*1000 + i) % stock)
	}
	_, err := p.UpdateLinks(p.ctx, "", ids, func(_ int, l *linkpack.Link) error {
		l.Revision++
		return nil
	})
	return err
}

func useOne(p *probe, n int) error {
	_, err := p.UseLink(p.ctx, uint32(n*7919%stock+1), 1<<31)
	return err
}

func searchAll(p *probe, _ int) error {
	_, err := p.ListLinks(p.ctx, linkpack.LinkQuery{Search: "nobody", Sort: linkpack.SortName})
	return err
}

func appendToLog(p *probe, n int) error {
	chunk := bytes.Repeat([]byte("click"), 400)
	return p.UpdateClicks(p.ctx, func(tx analytics.Tx) error {
		for i := range 20 {
			key := binary.BigEndian.AppendUint64(nil, uint64(20*n+i))
			if err := tx.Put(analytics.TableLog, key, chunk); err != nil {
				return err
			}
		}
		return nil
	})
}
