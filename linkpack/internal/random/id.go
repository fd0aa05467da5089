package random

import (
	"encoding/binary"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/google/uuid"
)

// IDs makes UUIDs of version 7 (RFC 9562, section 5.7). They consist of the
// time in milliseconds, 12 further bits and 62 random bits. It is safe for
// concurrent use.
type IDs struct {
	random io.Reader

	mu   sync.Mutex
	last uint64 // milliseconds and counter
}

// NewIDs returns IDs that reads random bits from random, which must be safe for
// concurrent use.
func NewIDs(random io.Reader) *IDs { return &IDs{random: random} }

// Next returns an id for the current time. Each id is greater than the last,
// since the 12 bits count within a millisecond.
func (s *IDs) Next(now time.Time) (string, error) {
	var id uuid.UUID
	if err := s.read(id[8:]); err != nil {
		return "", err
	}
	return finish(id, s.stamp(now)), nil
}

// Past returns an id for a time in the past. Its 12 bits are random.
func (s *IDs) Past(then time.Time) (string, error) {
	var id uuid.UUID
	if err := s.read(id[6:]); err != nil {
		return "", err
	}
	return finish(id, uint64(then.UnixMilli())<<12|uint64(binary.BigEndian.Uint16(id[6:])&0xfff)), nil
}

// TimeOf returns the time of an ID, to the millisecond, or the zero time if the text
// is not an ID.
func TimeOf(id string) time.Time {
	parsed, err := uuid.Parse(id)
	if err != nil {
		return time.Time{}
	}
	return time.UnixMilli(int64(binary.BigEndian.Uint64(parsed[:8]) >> 16)).UTC()
}

func (s *IDs) read(random []byte) error {
	if _, err := io.ReadFull(s.random, random); err != nil {
		return fmt.Errorf("reading the random source: %w", err)
	}
	return nil
}

// finish sets the milliseconds, the 12 bits, the version and the variant of an
// id.
func finish(id uuid.UUID, stamp uint64) string {
	binary.BigEndian.PutUint64(id[:8], stamp>>12<<16|0x7000|stamp&0xfff)
	id[8] = id[8]&0x3f | 0x80
	return id.String()
}

// stamp returns a greater number each time, even if the clock stands still or
// is set back.
func (s *IDs) stamp(now time.Time) uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = max(s.last+1, uint64(max(now.UnixMilli(), 0))<<12)
	return s.last
}
