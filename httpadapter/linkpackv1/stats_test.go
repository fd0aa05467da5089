package linkpackv1_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/httpadapter/linkpackv1"
	"github.com/linkpack/linkpack-go/linkpack"
)

func TestRangeOfStats(t *testing.T) {
	sv := newServer(t, &linkpackv1.Options{Limit: httpadapter.Limit{Requests: 1000}})
	sv.withClicks(t) // made on the 10th, clicked on the 11th and the 13th, today
	for query, want := range map[string]struct {
		start, end string
		days       int
		clicks     float64
		filtered   bool
	}{
		"":                      {"2026-03-10", "2026-03-13", 4, 4, false},
		"?startDate=&endDate=":  {"2026-03-10", "2026-03-13", 4, 4, false},
		"?startDate=2026-03-12": {"2026-03-12", "2026-03-13", 2, 2, true},
		"?endDate=2026-03-12":   {"2026-03-10", "2026-03-12", 3, 2, true},
		"?startDate=2026-03-11&endDate=2026-03-11": {"2026-03-11", "2026-03-11", 1, 2, true},
		"?startDate=2026-03-01&endDate=2026-03-31": {"2026-03-01", "2026-03-31", 31, 4, true},
		"?startDate=2026-04-01":                    {"2026-04-01", "2026-04-01", 1, 0, true},
		"?endDate=2026-02-01":                      {"2026-02-01", "2026-02-01", 1, 0, true},
		"?startDate=2026-03-13&endDate=2026-03-13": {"2026-03-13", "2026-03-13", 1, 2, true},
		"?startDate=2024-02-29&endDate=2024-02-29": {"2024-02-29", "2024-02-29", 1, 0, true},
		"?domain=linkpack.test":                    {"2026-03-10", "2026-03-13", 4, 4, false},
	} {
		stats := sv.ok(t, "GET", "/api/v1/stats/abc123"+query, "")
		got := stats["dateRange"].(object)
		if got["startDate"] != want.start || got["endDate"] != want.end || got["filtered"] != want.filtered {
			t.Errorf("%q: range is %v, want %v", query, got, want)
		}
		if daily := stats["daily"].([]any); len(daily) != want.days || daily[0].(object)["date"] != want.start || daily[want.days-1].(object)["date"] != want.end {
			t.Errorf("%q: days are %v", query, daily)
		}
		if stats["totalClicks"] != want.clicks {
			t.Errorf("%q: %v clicks, want %v", query, stats["totalClicks"], want.clicks)
		}
	}
}

func TestStatsOfAnOldLinkNeverFail(t *testing.T) {
	sv := newServer(t, nil)
	sv.ok(t, "POST", "/api/v1/shorten", `{"longUrl":"https://example.com/","shortCode":"old"}`)
	for _, c := range []struct {
		later time.Duration
		start string
	}{{11 * year, "2026-03-10"}, {119 * year, "2056-03-02"}} {
		sv.sleep(c.later)
		stats := sv.ok(t, "GET", "/api/v1/stats/old", "")
		if got := stats["dateRange"].(object)["startDate"]; got != c.start {
			t.Errorf("after %v the range starts on %v, want %s", c.later, got, c.start)
		}
	}
}

// year is one of 365 days.
const year = 365 * 24 * time.Hour

func TestDaysAreTheWorkspaces(t *testing.T) {
	sv := newServer(t, nil) // it is 09:30 UTC on the 10th
	if _, err := sv.shortener.UpdateWorkspace(t.Context(), "", func(w *linkpack.Workspace) error {
		w.Timezone = "Pacific/Auckland" // 13 hours ahead
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	sv.ok(t, "POST", "/api/v1/shorten", `{"longUrl":"https://example.com/","shortCode":"nz"}`)
	sv.visit("/nz", "192.0.2.1", phone, "")
	sv.sleep(2 * time.Hour) // 00:30 on the 11th there
	sv.visit("/nz", "192.0.2.1", phone, "")
	if err := sv.shortener.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	stats := sv.ok(t, "GET", "/api/v1/stats/nz", "")
	if got := fmt.Sprint(stats["daily"]); got != "[map[clicks:1 date:2026-03-10] map[clicks:1 date:2026-03-11]]" {
		t.Errorf("daily is %s", got)
	}
	stats = sv.ok(t, "GET", "/api/v1/stats/nz?startDate=2026-03-11&endDate=2026-03-11", "")
	if got := fmt.Sprint(stats["daily"]); got != "[map[clicks:1 date:2026-03-11]]" {
		t.Errorf("daily is %s", got)
	}
}

func TestStatsOfALinkOnADomain(t *testing.T) {
	sv := newServer(t, nil)
	sv.ok(t, "POST", "/api/v1/shorten", `{"longUrl":"https://example.com/here","shortCode":"same"}`)
	sv.ok(t, "POST", "/api/v1/shorten", `{"longUrl":"https://example.com/there","shortCode":"same","domain":"go.example.org"}`)
	for query, want := range map[string]string{"": "https://example.com/here", "?domain=GO.example.org": "https://example.com/there"} {
		stats := sv.ok(t, "GET", "/api/v1/stats/same"+query, "")
		if got := stats["link"].(object)["longUrl"]; got != want {
			t.Errorf("%q: link leads to %v, want %s", query, got, want)
		}
	}
}

// TestDaysWhoseMidnightIsSkipped tests a day on which clocks are put forward at
// midnight: 6 September 2026 begins at one o'clock in Chile.
func TestDaysWhoseMidnightIsSkipped(t *testing.T) {
	sv := newServer(t, nil)
	sv.ok(t, "POST", "/api/v1/shorten", `{"longUrl":"https://example.com/","shortCode":"chile"}`)
	for zone, day := range map[string]string{"America/Santiago": "2026-09-06", "Africa/Cairo": "2026-04-24", "America/Havana": "2027-03-14"} {
		stats := sv.ok(t, "GET", "/api/v1/stats/chile?timezone="+zone+"&startDate="+day+"&endDate="+day, "")
		if got, want := fmt.Sprint(stats["daily"]), fmt.Sprintf("[map[clicks:0 date:%s]]", day); got != want {
			t.Errorf("%s: daily is %s, want %s", zone, got, want)
		}
		if got := fmt.Sprint(stats["dateRange"]); got != fmt.Sprintf("map[endDate:%s filtered:true startDate:%s]", day, day) {
			t.Errorf("%s: range is %s", zone, got)
		}
	}
}
