package recount

import (
	"iter"
	"slices"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
	"github.com/linkpack/linkpack-go/routing"
)

// auditScope is the days and links that a recount is about.
type auditScope struct {
	first, after uint32   // UTC days, after exclusive
	Links        []uint32 // rising; nil for all
}

// NewAuditScope returns the days and links of a selection.
func NewAuditScope(q *analytics.Selection) (auditScope, error) {
	s := auditScope{first: 0, after: wire.DayOf(wire.MaxTime) + 1}
	if ms := q.From.UnixMilli(); !q.From.IsZero() && ms > 0 {
		s.first = min(wire.DayOf(ms), s.after)
	}
	if !q.To.IsZero() {
		if !q.From.IsZero() && !q.To.After(q.From) {
			return s, &routing.FieldError{Field: "To", Reason: "must be after From"}
		}
		s.after = min(s.after, wire.DayOf(max(q.To.Add(-time.Nanosecond).UnixMilli(), -1)+wire.MsPerDay))
	}
	if q.Links != nil {
		s.Links = slices.Clone(q.Links)
		slices.Sort(s.Links)
		s.Links = slices.Compact(s.Links)
	}
	if _, reserved := slices.BinarySearch(s.Links, wire.NoLink); reserved {
		return s, &routing.FieldError{Field: "Links", Reason: "hold a number that no link has"}
	}
	return s, nil
}

// has reports whether a link is asked for.
func (s *auditScope) has(link uint32) bool {
	if s.Links == nil {
		return true
	}
	_, found := slices.BinarySearch(s.Links, link)
	return found
}

// Wants implements [linkReader].
func (s *auditScope) Wants(low, high uint32) bool {
	if s.Links == nil {
		return true
	}
	i, _ := slices.BinarySearch(s.Links, low)
	return i < len(s.Links) && s.Links[i] <= high
}

// RollupDays yields the days from first on, and before after, that have rollups.
// An error is the last thing it yields.
func RollupDays(tx analytics.Tx, first, after uint32) iter.Seq2[uint32, error] {
	return func(yield func(uint32, error) bool) {
		for first < after {
			key, err := firstKey(tx, analytics.TableRollups, wire.PairKey(first, 0), wire.PairKey(after, 0))
			if err == nil && key != nil {
				err = wire.InRow(wire.CheckKey(key, 8), analytics.TableRollups, key)
			}
			if err != nil {
				yield(0, err)
				return
			}
			if key == nil || !yield(wire.Order.Uint32(key), nil) {
				return
			}
			first = wire.Order.Uint32(key) + 1
		}
	}
}

// firstKey returns the first key of a part of a table, or nil.
func firstKey(tx analytics.Tx, table analytics.Table, from, to []byte) ([]byte, error) {
	for row, err := range tx.Scan(table, from, to) {
		return row.Key, err
	}
	return nil, nil
}

// stored yields the rollups of a day whose pairs are from <= pair < to, and
// those of the lost clicks.
func (s *auditScope) stored(tx analytics.Tx, day uint32, from, to uint64) iter.Seq2[analytics.Row, error] {
	from, to = max(from, wire.PairOf(day, 0)), min(to, wire.PairOf(day+1, 0))
	if s.Links == nil {
		return tx.Scan(analytics.TableRollups, wire.KeyOf(from), wire.KeyOf(to))
	}
	return func(yield func(analytics.Row, error) bool) {
		var keys [][]byte
		for _, link := range s.Links {
			if pair := wire.PairOf(day, link); from <= pair && pair < to {
				keys = append(keys, wire.KeyOf(pair))
			}
		}
		for part := range slices.Chunk(keys, wire.RollupsAhead) {
			for row, err := range tx.GetAll(analytics.TableRollups, part) {
				if !yield(row, err) || err != nil {
					return
				}
			}
		}
	}
}
