package clicklog

import (
	"testing"

	"github.com/google/uuid"
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// TestClickIDLayout pins where what an id is made of stands.
func TestClickIDLayout(t *testing.T) {
	for _, tt := range []struct {
		want    string
		time    int64
		lane    analytics.Lane
		at      analytics.Place
		visitor uint64
	}{
		{want: "00000000-0000-7000-8000-000000000000"},
		{want: "ffffffff-ffff-7000-8000-000000000000", time: wire.MaxTime},
		{want: "00000000-0000-7000-8000-000000003ff0", lane: analytics.MaxLane},
		{want: "00000000-0000-7fff-bfff-fffc00000000", at: analytics.Place{Block: 1<<40 - 1}},
		{want: "00000000-0000-7000-8000-0003ffffc000", at: analytics.Place{Position: MaxQueueSize - 1}},
		{want: "00000000-0000-7000-8000-00000000000f", visitor: 1<<64 - 1},
		{want: "01234567-89ab-7123-9159-e242af379555", time: 0x0123456789ab, lane: 0x155, at: analytics.Place{Block: 0x1234567890, Position: 0xabcde}, visitor: 0xff5},
	} {
		id := clickID(&Record{Time: tt.time, Visitor: tt.visitor}, tt.lane, tt.at)
		parsed, err := uuid.Parse(id.String())
		if id.String() != tt.want || err != nil || parsed.Version() != 7 || parsed.Variant() != uuid.RFC4122 {
			t.Errorf("got %s, %v, want %s", id, err, tt.want)
		}
		if got := PlaceOf(id); got != tt.at || id.Lane() != tt.lane || id.Time().UnixMilli() != tt.time {
			t.Errorf("%s is at %v, lane %d, %v", id, got, id.Lane(), id.Time())
		}
	}
}

func TestStoredIDStays(t *testing.T) {
	want := analytics.ClickID{6: 0x70, 8: 0x80, 15: 1}
	rec := &Record{Time: 5}
	rec.ID = want
	if got := clickID(rec, 3, analytics.Place{Block: 4}); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
