package recorder_test

import (
	"slices"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
)

// keys say for how many days a visitor key is used, since when. Before, each is
// used for one.
type keys []struct{ since, days int64 }

// daysOn returns how long the key of a day is used.
func (k keys) daysOn(day int64) int64 {
	days := int64(1)
	for _, chosen := range k {
		if chosen.since <= day {
			days = chosen.days
		}
	}
	return days
}

// begin finds the day on which the key of a day began, trying them all.
func (k keys) begin(day int64) int64 {
	for day%k.daysOn(day) != 0 && k.daysOn(day) == k.daysOn(day-1) {
		day--
	}
	return day
}

// choose has keys used for a period from a day on.
func (k keys) choose(period int, since int64) keys {
	days := int64(period)
	k = slices.DeleteFunc(slices.Clone(k), func(chosen struct{ since, days int64 }) bool { return chosen.since >= since })
	if k.daysOn(since) != days {
		k = append(k, struct{ since, days int64 }{since, days})
	}
	return k
}

// one reports whether one key was used in a range.
func (k keys) one(p *analytics.Period) bool {
	return k.begin(p.From.Unix()/86400) == k.begin((p.To.Unix()-1)/86400)
}

// different are the visitors of all days as those of one.
func different(days map[int64]map[string]bool) map[int64]map[string]bool {
	all := map[string]bool{}
	for _, visitors := range days {
		for visitor := range visitors {
			all[visitor] = true
		}
	}
	return map[int64]map[string]bool{0: all}
}

// checkUniques fails the test when different visitors are not counted as they
// should be.
func checkUniques(t *testing.T, uniques *uint64, daily uint64, oneKey, oneDay bool, days map[int64]map[string]bool) {
	t.Helper()
	switch {
	case oneKey != (uniques != nil):
		t.Errorf("uniques are %v, of one key: %v", uniques, oneKey)
	case !oneKey:
	case oneDay && *uniques != daily || *uniques > daily:
		t.Errorf("%d different visitors, %d by day", *uniques, daily)
	case !near(*uniques, different(days)):
		t.Errorf("%d different visitors, want %d", *uniques, len(different(days)[0]))
	}
}

func TestTheModelOfKeysKnowsTheCalendar(t *testing.T) {
	day := func(date string) int64 {
		at, err := time.Parse(time.DateOnly, date)
		if err != nil {
			t.Fatal(err)
		}
		return at.Unix() / 86400
	}
	k := keys(nil).choose(30, day("2026-03-01")).choose(1, day("2026-04-10"))
	for date, want := range map[string]string{
		"2026-02-27": "2026-02-27", "2026-03-01": "2026-03-01", "2026-03-07": "2026-03-01", "2026-03-08": "2026-03-08",
		"2026-04-06": "2026-03-08", "2026-04-07": "2026-04-07", "2026-04-09": "2026-04-07", "2026-04-10": "2026-04-10",
	} {
		if got := k.begin(day(date)); got != day(want) {
			t.Errorf("the key of %s began %d days before %s", date, day(want)-got, want)
		}
	}
}
