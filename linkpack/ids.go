package linkpack

import (
	"encoding/binary"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/google/uuid"
)

// idSource makes UUIDs of version 7 (RFC 9562, section 5.7) that only ever
// ascend: the time in milliseconds, a counter of 12 bits within it, and 62
// random bits.
type idSource struct {
	random io.Reader

	mu   sync.Mutex
	last uint64 // milliseconds and counter
}

func (s *idSource) next(now time.Time) (string, error) {
	var id uuid.UUID
	if _, err := io.ReadFull(s.random, id[8:]); err != nil {
		return "", fmt.Errorf("reading the random source: %w", err)
	}
	stamp := s.stamp(now)
	binary.BigEndian.PutUint64(id[:8], stamp>>12<<16|0x7000|stamp&0xfff)
	id[8] = id[8]&0x3f | 0x80
	return id.String(), nil
}

// stamp returns a larger number each time, also when the clock stands still or
// goes back.
func (s *idSource) stamp(now time.Time) uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = max(s.last+1, uint64(max(now.UnixMilli(), 0))<<12)
	return s.last
}
