package clicklog

import (
	"slices"
	"testing"

	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

func TestAPeriodThatIsCutShortEndsWithTheNextLength(t *testing.T) {
	periods := KeyPeriods(nil).Change(100, 30).Change(130, 1).Change(200, 30).Change(210, 30)
	for day, want := range map[uint32]uint32{
		0: 0, 99: 99, // one day each
		100: 100, 119: 100, 120: 120, 129: 120,
		130: 130, 199: 199,
		200: 200, 209: 200, 210: 210, 239: 210, 240: 240,
	} {
		if got := periods.Start(day); got != want {
			t.Errorf("the period of day %d began on %d, want %d", day, got, want)
		}
	}
}

func TestAPeriodThatDidNotBeginIsForgotten(t *testing.T) {
	periods := KeyPeriods(nil).Change(100, 30).Change(130, 1)
	for _, tt := range []struct {
		days uint32
		want KeyPeriods
	}{
		{1, KeyPeriods{{100, 30}, {130, 1}}},
		{30, KeyPeriods{{100, 30}}},
	} {
		if got := periods.Change(130, tt.days); !slices.Equal(got, tt.want) {
			t.Errorf("%d days: %v, want %v", tt.days, got, tt.want)
		}
	}
	if got := periods.Change(90, 1); len(got) != 0 {
		t.Errorf("one day each: %v", got)
	}
}

// TestVisitorKeyOfOneDayEach pins that a store whose keys were always of one day
// remembers nothing but the newest.
func TestVisitorKeyOfOneDayEach(t *testing.T) {
	k := VisitorKey{day: 20540, Secret: [32]byte{31: 7}}
	if row := k.row(nil); len(row.Value) != wire.SealSize+4+32 {
		t.Errorf("it takes %d bytes", len(row.Value))
	}
}

func FuzzVisitorKey(f *testing.F) {
	k := VisitorKey{day: 20540, Secret: [32]byte{31: 7}}
	for _, periods := range []KeyPeriods{nil, {{0, 30}}, {{20541, 30}, {20600, 1}}, {{5, 30}, {5, 1}}, {{5, 0}}} {
		f.Add(k.row(periods).Value[wire.SealSize:])
	}
	f.Add([]byte{1, 2, 3})
	f.Fuzz(func(t *testing.T, payload []byte) {
		k, periods, err := decodeVisitorKey(payload)
		if err != nil {
			if !wire.IsDamage(err) {
				t.Errorf("%v is not called damage", err)
			}
			return
		}
		again, same, err := decodeVisitorKey(k.row(periods).Value[wire.SealSize:])
		if err != nil || again != k || !slices.Equal(same, periods) {
			t.Errorf("%v became %v, %v", periods, same, err)
		}
		before := uint32(0)
		for day := range uint32(300) {
			start := periods.Start(day)
			if start > day || start < before || periods.Start(start) != start {
				t.Fatalf("%v: the period of day %d began on %d, that of the day before on %d", periods, day, start, before)
			}
			before = start
		}
	})
}
