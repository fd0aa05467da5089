package timeline

import (
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
)

// Reader reads the events of a query. Between two calls of Next no transaction is open.
type Reader struct {
	Query
	// Unknown has links of which Next has to know whether they are wanted.
	Unknown []uint32
	// Ended says that there are no more events.
	Ended  bool
	Limits Limits // may be changed before the first call of Next

	memory Memory
	pendingClicks
	after  analytics.EventPlace // where to begin
	days   days
	day    *dayReader    // nil between days
	person *personReader // nil unless the events of a visitor are wanted
	damage []error
}

// Limits limit how much is read at a time.
type Limits struct {
	// Work is the number of rows that a view reads.
	Work int
	// Chains is the number of links of a day that are looked up before the log is read
	// instead, which fills a page sooner if the links have much of the log.
	Chains int
	// Points is the number of blocks that are kept in memory, oldest first.
	Points int
}

// DefaultLimits returns the limits of a new reader.
func DefaultLimits() Limits { return Limits{Work: 2000, Chains: 1024, Points: 8192} }

// NewReader returns a reader of the events behind a place; the zero place is the
// beginning.
func NewReader(q Query, after analytics.EventPlace, memory Memory) (r *Reader, err error) {
	r = &Reader{Query: q, Limits: DefaultLimits(), memory: memory, after: after}
	if q.Visitor != nil {
		r.person = newPersonReader(q.Visitor, after.Place)
	}
	r.pendingClicks, err = newPendingClicks(memory.Pending)
	r.memory.Pending = nil // is noted
	return r, err
}

// Know says which of the unknown links are wanted.
func (r *Reader) Know(wanted []uint32) {
	for _, link := range r.Unknown {
		r.Wanted[link] = false
	}
	for _, link := range wanted {
		r.Wanted[link] = true
	}
	r.Unknown = nil
}

// Event is an event with its place.
type Event = clicklog.PlacedClick

// Next reads events in a view, until it has at least limit of them or has done as much as
// one view should do. It may return none before the end.
func (r *Reader) Next(tx analytics.Tx, limit int) ([]Event, error) {
	v, err := r.begin(tx, limit)
	if err != nil {
		return nil, err
	}
	for !r.Ended && len(r.Unknown) == 0 && !v.isFull() {
		if err := r.step(v); err != nil {
			return nil, err
		}
	}
	return v.page, nil
}

// step reads a part of the current day, begins the next one or looks for days.
func (r *Reader) step(v *view) (err error) {
	if r.person != nil {
		r.Ended, err = r.person.step(v)
		return err
	}
	if r.day != nil {
		ended, err := r.day.step(v)
		if ended {
			r.day = nil
		}
		return err
	}
	if !r.days.begun {
		return r.days.begin(v)
	}
	if day, found := r.days.next(); found {
		r.day, err = v.beginDay(day)
		return err
	}
	if r.days.months == 0 {
		r.Ended = true
		return nil
	}
	return r.days.look(v)
}

// sifts returns those of some links that are wanted. It returns false if that has to be
// found out first.
func (r *Reader) sifts(links []uint32) ([]uint32, bool) {
	if r.Wanted == nil {
		return links, true
	}
	var wanted []uint32
	for _, link := range links {
		is, known := r.Wanted[link]
		if !known {
			r.Unknown = append(r.Unknown, link)
		}
		if is {
			wanted = append(wanted, link)
		}
	}
	return wanted, len(r.Unknown) == 0
}
