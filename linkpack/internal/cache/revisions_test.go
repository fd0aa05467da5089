package cache

import (
	"context"
	"testing"
	"time"
	"unsafe"
)

func TestRevisionsKeepNoMemoryOfRequests(t *testing.T) {
	c := NewRevisions(time.Minute)
	now := time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)
	memory := []byte("design-1")
	shared := Design{ID: unsafe.String(&memory[0], len(memory))}
	loads := 0
	load := func(context.Context) (uint64, error) { loads++; return uint64(loads), nil }
	if _, err := c.Get(t.Context(), shared, now, load); err != nil {
		t.Fatal(err)
	}
	copy(memory, "design-2") // as the server does for the next request
	if number, err := c.Get(t.Context(), Design{ID: "design-1"}, now, load); number != 1 || err != nil {
		t.Errorf("design-1 has revision %d, %v; want 1", number, err)
	}
}
