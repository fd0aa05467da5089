package linkpack

import (
	"errors"
	"strings"
)

// maxDamagedParts is the most damaged parts of the log that an error names.
const maxDamagedParts = 100

// logDamage is what is damaged where events were read.
type logDamage struct {
	damage error                    // of links and visitors, and of parts of the log
	parts  map[string]*DamagedError // of the log, by name
	last   *DamagedError            // of parts
}

// noteDamage notes a damaged part of the log, whose name is the beginning of the error.
func (d *logDamage) noteDamage(err error) {
	name, _, _ := strings.Cut(err.Error(), ": ")
	switch {
	case d.parts[name] != nil:
	case len(d.parts) == maxDamagedParts:
		d.last.Others++
	default:
		if d.parts == nil {
			d.parts = make(map[string]*DamagedError)
		}
		d.last = &DamagedError{Kind: "clicks", ID: name, Err: err}
		d.parts[name] = d.last
		d.damage = errors.Join(d.damage, d.last)
	}
}

// passOver notes damage of links or visitors. It returns any other error.
func (d *logDamage) passOver(err error) error {
	if !errors.Is(err, ErrDamaged) {
		return err
	}
	d.damage = errors.Join(d.damage, err)
	return nil
}
