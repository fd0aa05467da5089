package listing

import (
	"errors"

	"github.com/linkpack/linkpack-go/linkpack"
)

// maxDamaged is the most damaged records that one error names.
const maxDamaged = 100

// Damage collects the damaged records of a list, so that the list can go on.
type Damage struct {
	errs []error
	last *linkpack.DamagedError
}

// Add adds a damaged record.
func (d *Damage) Add(err *linkpack.DamagedError) {
	if len(d.errs) == maxDamaged {
		d.last.Others++
		return
	}
	d.errs, d.last = append(d.errs, err), err
}

// Err returns the joined errors, or nil if there are none.
func (d *Damage) Err() error { return errors.Join(d.errs...) }
