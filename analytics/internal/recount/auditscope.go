package recount

import (
	"iter"
	"slices"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
	"github.com/linkpack/linkpack-go/routing"
)

// AuditScope has the days and links to recount.
type AuditScope struct {
	First, After uint32   // UTC days, after exclusive
	Links        []uint32 // rising; nil for all
}

// NewAuditScope returns the days and links of a selection. The error is a
// *[routing.FieldError].
func NewAuditScope(q *analytics.Selection) (AuditScope, error) {
	s := AuditScope{First: 0, After: wire.DayOf(wire.MaxTime) + 1}
	if ms := q.From.UnixMilli(); !q.From.IsZero() && ms > 0 {
		s.First = min(wire.DayOf(ms), s.After)
	}
	if !q.To.IsZero() {
		if !q.From.IsZero() && !q.To.After(q.From) {
			return s, &routing.FieldError{Field: "To", Reason: "must be after From"}
		}
		s.After = min(s.After, wire.DayOf(max(q.To.Add(-time.Nanosecond).UnixMilli(), -1)+wire.MsPerDay))
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

// Has reports whether the scope includes a link.
func (s *AuditScope) Has(link uint32) bool {
	if s.Links == nil {
		return true
	}
	_, found := slices.BinarySearch(s.Links, link)
	return found
}

// Wants reports whether the scope includes any link from low to high.
func (s *AuditScope) Wants(low, high uint32) bool {
	if s.Links == nil {
		return true
	}
	i, _ := slices.BinarySearch(s.Links, low)
	return i < len(s.Links) && s.Links[i] <= high
}

// stored yields a day's rows with from <= pair < to.
func (s *AuditScope) stored(tx analytics.Tx, day uint32, from, to uint64) iter.Seq2[analytics.Row, error] {
	from, to = max(from, wire.PairOf(day, 0)), min(to, wire.PairOf(day+1, 0))
	if s.Links == nil {
		return wire.PastDamage(tx).Scan(analytics.TableRollups, wire.KeyOf(from), wire.KeyOf(to))
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
