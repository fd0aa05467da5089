package recorder

import (
	"slices"
	"sync"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
)

// erasing says which visitors are being erased, so that no conversion of theirs is
// recorded behind the erasure. It is locked for reading from when a conversion's click is
// looked for until the conversion is on disk.
type erasing struct {
	sync.RWMutex
	visitors []*clicklog.VisitorErasure
}

// begin adds visitors. The conversions that were let through are on disk or late then.
func (e *erasing) begin(parts []*clicklog.VisitorErasure) {
	e.Lock()
	defer e.Unlock()
	e.visitors = append(e.visitors, parts...)
}

// end removes the visitors.
func (e *erasing) end(parts []*clicklog.VisitorErasure) {
	e.Lock()
	defer e.Unlock()
	e.visitors = slices.DeleteFunc(e.visitors, func(v *clicklog.VisitorErasure) bool { return slices.Contains(parts, v) })
}

// during runs fn while visitors are being erased.
func (e *erasing) during(parts []*clicklog.VisitorErasure, fn func() error) error {
	e.begin(parts)
	defer e.end(parts)
	return fn()
}

// has reports whether a click is being erased. The caller has the lock.
func (e *erasing) has(click *analytics.Click) bool { return isErased(e.visitors, click) }

// isErased reports whether a click is of one of some visitors.
func isErased(visitors []*clicklog.VisitorErasure, click *analytics.Click) bool {
	id, _ := analytics.ParseClickID(click.ID) // one of the log has the form
	t := clicklog.Tracking{ID: id, Person: click.Person}
	return slices.ContainsFunc(visitors, func(v *clicklog.VisitorErasure) bool { return v.Has(&t) })
}
