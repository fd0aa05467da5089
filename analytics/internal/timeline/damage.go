package timeline

import (
	"math"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// leaveOut notes damage of the log, if the query leaves out what is damaged. It returns
// any other error.
func (r *Reader) leaveOut(err error) error {
	if err == nil || !r.LeaveOut || !wire.IsDamage(err) {
		return err
	}
	r.damage = append(r.damage, err)
	return nil
}

// TakeDamage returns what was left out since the last call. It may name a row several
// times.
func (r *Reader) TakeDamage() []error {
	damage := r.damage
	r.damage = nil
	return damage
}

// goRound has the log read from where a chain cannot be followed, to the end of the day.
func (d *dayReader) goRound(v *view, err error) error {
	if err := v.leaveOut(err); err != nil {
		return err
	}
	if d.emitted != (analytics.Place{}) && v.isAhead(d.emitted, d.bound) {
		d.bound = d.emitted
	}
	if err := d.beginScan(v, true); err != nil {
		return err
	}
	d.scan.budget = math.MaxInt
	return nil
}
