package recorder

import (
	"crypto/sha256"

	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// visitor returns the visitor's hash: the first 8 bytes of SHA-256 of the key, the
// domain, a zero byte, the address in 16 bytes, and the User-Agent. A recorded click
// keeps its hash.
func (en *enricher) visitor(hit *queuedHit) uint64 {
	if found := hit.visit.found; found != nil && found.visitor != 0 {
		return found.visitor
	}
	addr := hit.visit.addr.As16()
	en.hashed = append(en.hashed[:0], en.key.Secret[:]...)
	en.hashed = append(en.hashed, hit.plan.Domain...)
	en.hashed = append(en.hashed, 0)
	en.hashed = append(en.hashed, addr[:]...)
	en.hashed = append(en.hashed, hit.visit.agent...)
	sum := sha256.Sum256(en.hashed)
	return wire.Order.Uint64(sum[:])
}
