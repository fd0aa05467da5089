package linkpack

import "time"

// The lifetime of cached links. Changes by other Shorteners usually invalidate
// a link sooner, through the change log. The lifetime limits how long an old
// link is used if the log cannot be read. It is longer for a store that only
// this process uses, whose log can be read whenever its links can.
const (
	linkLifetime  = time.Minute
	ownedLifetime = time.Hour
)

// lifetimeOf returns how long links of a store are cached.
func lifetimeOf(store Store) time.Duration {
	if s, ok := store.(Exclusive); ok && s.Exclusive() {
		return ownedLifetime
	}
	return linkLifetime
}
