package linkpack

import "time"

// How long the cache believes what the store said. What other Shorteners change is
// forgotten sooner, once it is in the change log; the lifetime is for the time in
// which the log cannot be read. That of a store of this process alone can be read
// whenever the links can.
const (
	linkLifetime  = time.Minute
	ownedLifetime = time.Hour
)

// lifetimeOf returns how long links of a store are believed.
func lifetimeOf(store Store) time.Duration {
	if s, ok := store.(Exclusive); ok && s.Exclusive() {
		return ownedLifetime
	}
	return linkLifetime
}
