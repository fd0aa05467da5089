package analytics

import (
	"slices"
	"testing"
)

func TestAPeriodThatIsCutShortEndsWithTheNextLength(t *testing.T) {
	periods := keyPeriods(nil).change(100, 30).change(130, 1).change(200, 30).change(210, 30)
	for day, want := range map[uint32]uint32{
		0: 0, 99: 99, // one day each
		100: 100, 119: 100, 120: 120, 129: 120,
		130: 130, 199: 199,
		200: 200, 209: 200, 210: 210, 239: 210, 240: 240,
	} {
		if got := periods.start(day); got != want {
			t.Errorf("the period of day %d began on %d, want %d", day, got, want)
		}
	}
}

func TestAPeriodThatDidNotBeginIsForgotten(t *testing.T) {
	periods := keyPeriods(nil).change(100, 30).change(130, 1)
	for _, tt := range []struct {
		days uint32
		want keyPeriods
	}{
		{1, keyPeriods{{100, 30}, {130, 1}}},
		{30, keyPeriods{{100, 30}}},
	} {
		if got := periods.change(130, tt.days); !slices.Equal(got, tt.want) {
			t.Errorf("%d days: %v, want %v", tt.days, got, tt.want)
		}
	}
	if got := periods.change(90, 1); len(got) != 0 {
		t.Errorf("one day each: %v", got)
	}
}

// TestVisitorKeyOfOneDayEach pins that a store whose keys were always of one day
// remembers nothing but the newest.
func TestVisitorKeyOfOneDayEach(t *testing.T) {
	k := visitorKey{day: 20540, secret: [32]byte{31: 7}}
	if row := k.row(nil); len(row.Value) != sealSize+4+32 {
		t.Errorf("it takes %d bytes", len(row.Value))
	}
}

func FuzzVisitorKey(f *testing.F) {
	k := visitorKey{day: 20540, secret: [32]byte{31: 7}}
	for _, periods := range []keyPeriods{nil, {{0, 30}}, {{20541, 30}, {20600, 1}}, {{5, 30}, {5, 1}}, {{5, 0}}} {
		f.Add(k.row(periods).Value[sealSize:])
	}
	f.Add([]byte{1, 2, 3})
	f.Fuzz(func(t *testing.T, payload []byte) {
		k, periods, err := decodeVisitorKey(payload)
		if err != nil {
			if !isDamage(err) {
				t.Errorf("%v is not called damage", err)
			}
			return
		}
		again, same, err := decodeVisitorKey(k.row(periods).Value[sealSize:])
		if err != nil || again != k || !slices.Equal(same, periods) {
			t.Errorf("%v became %v, %v", periods, same, err)
		}
		before := uint32(0)
		for day := range uint32(300) {
			start := periods.start(day)
			if start > day || start < before || periods.start(start) != start {
				t.Fatalf("%v: the period of day %d began on %d, that of the day before on %d", periods, day, start, before)
			}
			before = start
		}
	})
}

// TestDifferentVisitorsAreNoMoreThanDayByDay is about estimates that contradict
// each other.
func TestDifferentVisitorsAreNoMoreThanDayByDay(t *testing.T) {
	count := tally{oneKey: true, whole: new(unions)}
	for hash := range uint64(5) {
		count.whole.all.add(hash)
	}
	for daily, want := range map[uint64]uint64{3: 3, 5: 5, 9: 5} {
		if got := count.different(daily, func(u *unions) *union { return &u.all }); *got != want {
			t.Errorf("%d different visitors of %d day by day, want %d", *got, daily, want)
		}
	}
}
