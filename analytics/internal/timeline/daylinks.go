package timeline

import (
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

const (
	// fewLinks is the number of links whose rollups are asked for by their keys.
	fewLinks = 16
	// maxStrangers is the number of adjacent rollups of other links that are skipped
	// one by one. Above it, a new scan from the next link is cheaper.
	maxStrangers = 16
)

// look finds the chains of the day.
func (d *dayReader) look(v *view) (ended bool, err error) {
	var span rollup.Span
	for d.member < len(v.Links) && !d.hasMost() {
		if v.work >= v.Limits.Work {
			return false, nil
		}
		n, err := v.eachRollup(d.day, v.Links[d.member:], func(link uint32, row analytics.Row) (goOn bool, err error) {
			if err := span.Read(row.Value); err != nil {
				return false, wire.InRow(err, analytics.TableRollups, row.Key)
			}
			d.add(v, link, &span)
			return !d.hasMost() && v.work < v.Limits.Work, nil
		})
		if err != nil {
			return false, err
		}
		d.member += n
	}
	if d.member == len(v.Links) {
		d.addLate(v)
	}
	d.step = d.choose
	return false, nil
}

// hasMost reports whether so many chains were found that the log is read first.
func (d *dayReader) hasMost() bool { return d.most > 0 && len(d.chains) >= d.most }

// add adds the chain of a link that has a rollup, unless it cannot have wanted events.
func (d *dayReader) add(v *view, link uint32, span *rollup.Span) {
	at, requests := blocks{span.First, span.Last}, uint64(0)
	late, isLate := d.late[link]
	if isLate {
		at = at.with(late)
		delete(d.late, link)
	}
	if at.last <= v.gone.Block || !isLate && !v.counted(span, d.day) {
		return
	}
	for _, c := range span.Requests {
		requests += c.Count
	}
	d.rows += 1 + int(min(requests, at.last-at.first+1))
	d.chains = append(d.chains, chain{link, at, at.last})
}

// addLate adds the chains of links that have pending clicks alone.
func (d *dayReader) addLate(v *view) {
	for link, at := range d.late {
		if _, wanted := slices.BinarySearch(v.Links, link); wanted {
			d.rows += 1 + int(at.last-at.first)
			d.chains = append(d.chains, chain{link, at, at.last})
		}
	}
	clear(d.late)
}

// eachRollup calls fn for the rollups that links, which rise, have on a day, until fn
// returns false. It returns how many of the links it has dealt with.
func (v *view) eachRollup(day uint32, links []uint32, fn func(uint32, analytics.Row) (bool, error)) (done int, err error) {
	if len(links) > fewLinks {
		return v.someRollups(day, links, fn)
	}
	keys := make([][]byte, len(links))
	for i, link := range links {
		keys[i] = wire.PairKey(day, link)
	}
	for row, err := range v.tx.GetAll(analytics.TableRollups, keys) {
		v.work++
		if err != nil {
			return 0, err
		}
		for string(keys[done]) != string(row.Key) {
			done++
		}
		goOn, err := fn(links[done], row)
		if done++; err != nil || !goOn {
			return done, err
		}
	}
	return len(links), nil
}

// someRollups is eachRollup for the rollups that one scan finds.
func (v *view) someRollups(day uint32, links []uint32, fn func(uint32, analytics.Row) (bool, error)) (done int, err error) {
	strangers := 0
	v.work++
	for row, err := range v.tx.Scan(analytics.TableRollups, wire.PairKey(day, links[0]), wire.PairKey(day, wire.NoLink)) {
		v.work++
		if err == nil {
			err = wire.InRow(wire.CheckKey(row.Key, 8), analytics.TableRollups, row.Key)
		}
		if err != nil {
			return 0, err
		}
		link := wire.Order.Uint32(row.Key[4:])
		skip, wanted := slices.BinarySearch(links[done:], link)
		if done += skip; done == len(links) {
			return done, nil
		}
		if !wanted {
			if strangers++; strangers > maxStrangers {
				return done, nil
			}
			continue
		}
		done++
		if goOn, err := fn(link, row); err != nil || !goOn || done == len(links) {
			return done, err
		}
		strangers = 0
	}
	return len(links), nil
}
