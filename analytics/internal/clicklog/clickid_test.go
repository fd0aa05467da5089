package clicklog

import (
	"testing"

	"github.com/google/uuid"
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// TestClickIDLayout pins where what an id is made of stands.
func TestClickIDLayout(t *testing.T) {
	id := func(time int64, lane analytics.Lane, block uint64, position uint32, visitor uint64) string {
		return clickID(&Record{Time: time, Visitor: visitor}, lane, analytics.Place{Block: block, Position: position})
	}
	for got, want := range map[string]string{
		id(0, 0, 0, 0, 0):                                       "00000000-0000-7000-8000-000000000000",
		id(wire.MaxTime, 0, 0, 0, 0):                            "ffffffff-ffff-7000-8000-000000000000",
		id(0, analytics.MaxLane, 0, 0, 0):                       "00000000-0000-7000-8000-000000003ff0",
		id(0, 0, 1<<40-1, 0, 0):                                 "00000000-0000-7fff-bfff-fffc00000000",
		id(0, 0, 0, MaxQueueSize-1, 0):                          "00000000-0000-7000-8000-0003ffffc000",
		id(0, 0, 0, 0, 1<<64-1):                                 "00000000-0000-7000-8000-00000000000f",
		id(0x0123456789ab, 0x155, 0x1234567890, 0xabcde, 0xff5): "01234567-89ab-7123-9159-e242af379555",
	} {
		parsed, err := uuid.Parse(got)
		if got != want || err != nil || parsed.Version() != 7 || parsed.Variant() != uuid.RFC4122 {
			t.Errorf("got %s, %v, want %s", got, err, want)
		}
	}
}
