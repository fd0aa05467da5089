package linkpack

import (
	"errors"
	"strings"
)

// maxDamagedParts is the most damaged parts of the log that an error names.
const maxDamagedParts = 100

// noteDamage notes a damaged part of the log, whose name is the beginning of the error.
func (l *eventList) noteDamage(err error) {
	name, _, _ := strings.Cut(err.Error(), ": ")
	switch {
	case l.parts[name] != nil:
	case len(l.parts) == maxDamagedParts:
		l.last.Others++
	default:
		l.last = &DamagedError{Kind: "clicks", ID: name, Err: err}
		l.parts[name] = l.last
		l.damage = errors.Join(l.damage, l.last)
	}
}
