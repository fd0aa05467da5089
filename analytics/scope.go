package analytics

import (
	"iter"
	"slices"
	"time"

	"github.com/linkpack/linkpack-go/routing"
)

// scope is the days and links that a recount is about.
type scope struct {
	first, after uint32   // UTC days, after exclusive
	links        []uint32 // rising; nil for all
}

// newScope returns what a query asks for.
func newScope(q *AuditQuery) (scope, error) {
	s := scope{first: 0, after: dayOf(maxTime) + 1}
	if ms := q.From.UnixMilli(); !q.From.IsZero() && ms > 0 {
		s.first = min(dayOf(ms), s.after)
	}
	if !q.To.IsZero() {
		if !q.From.IsZero() && !q.To.After(q.From) {
			return s, &routing.FieldError{Field: "To", Reason: "must be after From"}
		}
		s.after = min(s.after, dayOf(max(q.To.Add(-time.Nanosecond).UnixMilli(), -1)+msPerDay))
	}
	if len(q.Links) > 0 {
		s.links = slices.Clone(q.Links)
		slices.Sort(s.links)
		s.links = slices.Compact(s.links)
	}
	if _, reserved := slices.BinarySearch(s.links, noLink); reserved {
		return s, &routing.FieldError{Field: "Links", Reason: "hold a number that no link has"}
	}
	return s, nil
}

// has reports whether a link is asked for.
func (s *scope) has(link uint32) bool {
	if s.links == nil {
		return true
	}
	_, found := slices.BinarySearch(s.links, link)
	return found
}

// wants implements [linkReader].
func (s *scope) wants(low, high uint32) bool {
	if s.links == nil {
		return true
	}
	i, _ := slices.BinarySearch(s.links, low)
	return i < len(s.links) && s.links[i] <= high
}

// pairOf orders days and links as the keys of rollups are ordered.
func pairOf(day, link uint32) uint64 { return uint64(day)<<32 | uint64(link) }

// keyOf returns the key of a pair.
func keyOf(pair uint64) []byte { return pairKey(uint32(pair>>32), uint32(pair)) }

// rollupDays yields the days from first on, and before after, that have rollups.
// An error is the last thing it yields.
func rollupDays(tx Tx, first, after uint32) iter.Seq2[uint32, error] {
	return func(yield func(uint32, error) bool) {
		for first < after {
			key, err := firstKey(tx, TableRollups, pairKey(first, 0), pairKey(after, 0))
			if err == nil && key != nil {
				err = inRow(checkKey(key, 8), TableRollups, key)
			}
			if err != nil {
				yield(0, err)
				return
			}
			if key == nil || !yield(order.Uint32(key), nil) {
				return
			}
			first = order.Uint32(key) + 1
		}
	}
}

// firstKey returns the first key of a part of a table, or nil.
func firstKey(tx Tx, table Table, from, to []byte) ([]byte, error) {
	for row, err := range tx.Scan(table, from, to) {
		return row.Key, err
	}
	return nil, nil
}

// stored yields the rollups of a day whose pairs are from <= pair < to, and
// those of the lost clicks.
func (s *scope) stored(tx Tx, day uint32, from, to uint64) iter.Seq2[Row, error] {
	from, to = max(from, pairOf(day, 0)), min(to, pairOf(day+1, 0))
	if s.links == nil {
		return tx.Scan(TableRollups, keyOf(from), keyOf(to))
	}
	return func(yield func(Row, error) bool) {
		var keys [][]byte
		for _, link := range s.links {
			if pair := pairOf(day, link); from <= pair && pair < to {
				keys = append(keys, keyOf(pair))
			}
		}
		for part := range slices.Chunk(keys, rollupsAhead) {
			for row, err := range tx.GetAll(TableRollups, part) {
				if !yield(row, err) || err != nil {
					return
				}
			}
		}
	}
}
