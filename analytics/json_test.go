package analytics_test

import (
	"encoding/json"
	"errors"
	"math"
	"net/netip"
	"reflect"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/routing"
)

var noon = time.Date(2026, 3, 28, 12, 0, 0, 0, time.UTC)

// click has something in every field.
func click() analytics.Click {
	return analytics.Click{
		ID: "0195dd3c-3a00-7000-8000-000000000001", Link: analytics.LinkRef{Number: 7, ID: "l1", Domain: "go.example", ShortCode: "spring"},
		Revision: 3, Time: noon.Add(7 * time.Millisecond), Class: analytics.Human,
		Rule: "r1", Destination: "https://example.com/?a=1&b=2", Draws: []analytics.SplitDraw{{Split: "s1", U: 12.3}},
		Place:    routing.Place{Country: "DE", Region: "DE-BE", City: "Berlin"},
		Agent:    routing.Agent{Device: routing.Mobile, OS: "iOS", Browser: "Safari", Bot: routing.AIAgent},
		Language: "pt-BR", Referrer: "Direct", UTM: routing.UTM{Source: "s", Medium: "m", Campaign: "c", Term: "t", Content: "x"},
		Scan: true, Placement: "poster-a", Familiarity: routing.NewVisitor, UserAgent: "agent", Addr: netip.MustParseAddr("192.0.2.0"), Visitor: math.MaxUint64,
		Person: 1, Tracked: true,
	}
}

const clickJSON = `{"id":"0195dd3c-3a00-7000-8000-000000000001","time":"2026-03-28T12:00:00.007Z","class":"human","link":"l1",` +
	`"domain":"go.example","short_code":"spring","revision":3,"rule":"r1","destination":"https://example.com/?a=1\u0026b=2",` +
	`"country":"DE","region":"DE-BE","city":"Berlin","device":"Mobile","os":"iOS","browser":"Safari","language":"pt-BR","referrer":"Direct",` +
	`"utm_source":"s","utm_medium":"m","utm_campaign":"c","utm_term":"t","utm_content":"x","trigger":"scan","visitor_kind":"new",` +
	`"bot":"ai-agent","user_agent":"agent","address":"192.0.2.0","visitor":"ffffffffffffffff","draws":[{"split":"s1","u":12.3}],"placement":"poster-a","person":"0000000000000001","tracked":true}`

const classesJSON = `{"blocked":0,"bot":1,"head":0,"human":3,"internal":0,"prefetch":0,"preview":0}`

// stats has something in every field.
func stats() analytics.Stats {
	classes := analytics.ClassCounts{analytics.Bot: 1, analytics.Human: 3}
	point := analytics.Point{Start: noon, Clicks: 3, Classes: classes, Conversions: 2}
	period := analytics.Period{
		From: noon, To: noon.AddDate(0, 0, 1), Classes: classes, Uniques: new(uint64), DailyUniques: 2, Conversions: 2, Converted: 3,
		Daily: []analytics.Point{point}, Series: []analytics.Point{point}, Lost: 4, Gone: noon,
	}
	before := analytics.Period{From: noon, To: noon, Classes: classes}
	return analytics.Stats{
		Period:     period,
		Breakdowns: map[analytics.Dimension][]analytics.Count{analytics.ByCountry: {{Value: "DE", Clicks: 2}, {Value: "Other", Clicks: 1, Rest: true}}},
		Splits: []analytics.Split{{
			ID: "s1", Variants: []analytics.Variant{{Rule: "r1", DailyUniques: 2, Share: 1, Conversions: 2, Converted: 3}},
			Check: &analytics.RatioCheck{Expected: []float64{1}, Skipped: "too few visitors"},
		}},
		ConversionKinds: []analytics.ConversionCount{{Kind: "purchase", Currency: "EUR", Count: 1, Value: 12.5}, {Kind: "Other", Count: 1, Rest: true}},
		Previous:        &before,
	}
}

// TestJSONNames pins the names that values have in JSON.
func TestJSONNames(t *testing.T) {
	hours := `[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]`
	point := `{"start":"2026-03-28T12:00:00Z","clicks":3,"classes":` + classesJSON + `,"conversions":2}`
	for name, tt := range map[string]struct {
		value any
		want  string
	}{
		"a click":                 {click(), clickJSON},
		"a click of the recorder": {analytics.Click{Time: noon, Link: analytics.LinkRef{Number: 7}}, `{"time":"2026-03-28T12:00:00.000Z","class":"blocked","link":"7","trigger":"click","visitor":"0000000000000000"}`},
		"an event":                {analytics.Event{Click: click(), Skipped: 1, Removed: 2}, `{"click":` + clickJSON + `,"cursor":"Ag","skipped":1,"removed":2}`},
		"a draw":                  {analytics.SplitDraw{Split: "s1", U: 0.5}, `{"split":"s1","u":0.5}`},
		"statistics": {stats(), `{"from":"2026-03-28T12:00:00Z","to":"2026-03-29T12:00:00Z","classes":` + classesJSON +
			`,"uniques":0,"daily_uniques":2,"conversions":2,"converted":3,"daily":[` + point + `],"series":[` + point + `],"lost":4,"gone":"2026-03-28T12:00:00Z",` +
			`"breakdowns":{"country":[{"value":"DE","clicks":2},{"value":"Other","clicks":1,"rest":true}]},` +
			`"hours":[` + hours + `,` + hours + `,` + hours + `,` + hours + `,` + hours + `,` + hours + `,` + hours + `],` +
			`"splits":[{"id":"s1","variants":[{"rule":"r1","clicks":0,"uniques":null,"daily_uniques":2,"share":1,"conversions":2,"converted":3,` +
			`"conversion_rate":0,"conversion_interval":[0,1]}],"days":0,` +
			`"check":{"expected":[1],"skipped":"too few visitors","mismatch":false}}],` +
			`"conversion_kinds":[{"kind":"purchase","currency":"EUR","count":1,"value":12.5},{"kind":"Other","count":1,"value":0,"rest":true}],` +
			`"previous":{"from":"2026-03-28T12:00:00Z","to":"2026-03-28T12:00:00Z","classes":` + classesJSON + `,"uniques":null,"daily_uniques":0,"conversions":0,"converted":0,"daily":null,"lost":0}}`},
		"a check": {analytics.RatioCheck{Expected: []float64{0.5, 0.5}, ChiSquare: 16, P: 0.25, Mismatch: true},
			`{"expected":[0.5,0.5],"chi_square":16,"p":0.25,"mismatch":true}`},
		"a check of an impossible variant": {analytics.RatioCheck{Expected: []float64{1, 0}, ChiSquare: math.Inf(1), Mismatch: true},
			`{"expected":[1,0],"chi_square":null,"p":0,"mismatch":true}`},
		"an audit": {analytics.Audit{Clicks: 3, Rollups: 2, Findings: []analytics.Finding{
			{Day: noon, Link: 7, Figure: "human requests at 14:15", Stored: 3, Recounted: 2},
			{Day: noon, Link: math.MaxUint32, Figure: "lost clicks at 12:00", Stored: 1},
			{Err: errors.New("log block 2: damaged")},
		}, Omitted: 1, Beyond: []time.Time{noon}},
			`{"clicks":3,"rollups":2,"findings":[{"day":"2026-03-28","link":7,"figure":"human requests at 14:15","stored":3,"recounted":2},` +
				`{"day":"2026-03-28","figure":"lost clicks at 12:00","stored":1,"recounted":0},{"error":"log block 2: damaged"}],"omitted":1,"beyond":["2026-03-28T12:00:00Z"]}`},
	} {
		got, err := json.Marshal(tt.value)
		if err != nil || string(got) != tt.want {
			t.Errorf("%s: %v\ngot  %s\nwant %s", name, err, got, tt.want)
		}
	}
}

func TestMetricsHaveJSONNames(t *testing.T) {
	var m analytics.Metrics
	m.FlushTime.Observe(time.Millisecond)
	got, err := json.Marshal(m)
	var fields map[string]any
	if err = errors.Join(err, json.Unmarshal(got, &fields)); err != nil || len(fields) != reflect.TypeFor[analytics.Metrics]().NumField() {
		t.Errorf("%v: %s", err, got)
	}
	times, ok := fields["flush_time"].(map[string]any)
	if !ok || times["count"] != 1.0 || times["sum_ns"] != 1e6 || len(times["buckets_ns"].(map[string]any)) != 16 {
		t.Errorf("flush_time: %v", times)
	}
}

func TestJSONIsReadAsItWasWritten(t *testing.T) {
	text, err := json.Marshal(analytics.Event{Click: click()})
	var event analytics.Event
	if err = errors.Join(err, json.Unmarshal(text, &event)); err != nil {
		t.Fatal(err)
	}
	want := click()
	want.Link.Number = 0
	if !reflect.DeepEqual(event.Click, want) {
		t.Errorf("got  %+v\nwant %+v", event.Click, want)
	}
	var got analytics.Stats
	text, err = json.Marshal(stats())
	if err = errors.Join(err, json.Unmarshal(text, &got)); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, stats()) {
		t.Errorf("got  %+v\nwant %+v", got, stats())
	}
}
