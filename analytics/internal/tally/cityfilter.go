package tally

import (
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
)

// textPair are the references to the texts of a city and its country.
type textPair struct{ city, country uint32 }

// label returns the value of a city in its country. text returns the texts.
func (p textPair) label(text func(ref uint32) (string, error)) (string, error) {
	city, err := text(p.city)
	if err != nil {
		return "", err
	}
	country, err := text(p.country)
	return rollup.CityLabel(city, country), err
}

// shared reports whether the pair has words only, and no texts of a chunk.
func (p textPair) shared() bool { return (p.city|p.country)&1 == 0 }

// cityOf returns the pair of a click, without references if it has no city.
func (g *columnGroup) cityOf(i uint32) (p textPair) {
	if cities := g.cols.Refs[clicklog.TextCity]; len(cities) > 0 {
		p.city = cities[i]
	}
	if countries := g.cols.Refs[clicklog.TextCountry]; len(countries) > 0 && p.city != 0 {
		p.country = countries[i]
	}
	return p
}

// byCity keeps clicks by their cities.
func (f *valueFilter) byCity(chosen []uint32, g *columnGroup) ([]uint32, error) {
	err := g.read(clicklog.FieldText(clicklog.TextCity)|clicklog.FieldText(clicklog.TextCountry), chosen)
	if err != nil {
		return nil, err
	}
	f.cities.begin(g.Chunk)
	for _, i := range chosen {
		f.cities.want(g.cityOf(i))
	}
	err = f.cities.learn(f)
	return keep(chosen, func(i uint32) bool { return f.cities.seen[g.cityOf(i)] == passes }, err)
}

// pairVerdicts is [refVerdicts] for cities.
type pairVerdicts struct {
	chunk      *clicklog.Chunk
	place      analytics.Place
	generation uint32
	seen       map[textPair]verdict
	own        []textPair // in seen, with texts of the chunk
	fresh      []textPair
	refs       []uint32 // of fresh
}

func (v *pairVerdicts) begin(c *clicklog.Chunk) {
	if c == v.chunk && c.Begin() == v.place {
		return
	}
	for _, p := range v.own {
		delete(v.seen, p)
	}
	if v.own = v.own[:0]; v.chunk == nil || c.Generation != v.generation {
		v.seen = make(map[textPair]verdict)
	}
	v.chunk, v.place, v.generation = c, c.Begin(), c.Generation
}

func (v *pairVerdicts) want(p textPair) {
	if v.seen[p] == unknown {
		v.fresh, v.refs = append(v.fresh, p), append(v.refs, p.city, p.country)
	}
}

func (v *pairVerdicts) learn(f *valueFilter) error {
	defer func() { v.fresh, v.refs = v.fresh[:0], v.refs[:0] }()
	if err := v.chunk.Loader.Load(v.chunk.Generation, v.refs); err != nil {
		return err
	}
	for _, p := range v.fresh {
		label, err := p.label(v.chunk.Text)
		if err != nil {
			return err
		}
		if v.seen[p] = f.verdict(label); !p.shared() {
			v.own = append(v.own, p)
		}
	}
	return nil
}
