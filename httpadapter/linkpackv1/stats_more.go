package linkpackv1

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
)

// moreStats are the fields that the Link Pack API does not have.
type moreStats struct {
	figures
	Regions          []counted        `json:"regions"`
	Cities           []counted        `json:"cities"`
	Browsers         []counted        `json:"browsers"`
	OperatingSystems []counted        `json:"operatingSystems"`
	Languages        []counted        `json:"languages"`
	Rules            []counted        `json:"rules"`
	Destinations     []counted        `json:"destinations"`
	Triggers         []counted        `json:"triggers"`
	UTMSources       []counted        `json:"utm_sources"`
	UTMMediums       []counted        `json:"utm_mediums"`
	UTMCampaigns     []counted        `json:"utm_campaigns"`
	UTMTerms         []counted        `json:"utm_terms"`
	UTMContents      []counted        `json:"utm_contents"`
	Placements       []counted        `json:"placements"`
	Weekdays         []weekday        `json:"weekdays"`
	Splits           []split          `json:"splits"`
	ConversionKinds  []conversionKind `json:"conversionKinds"`
	Timezone         string           `json:"timezone"`
	Previous         *previousDays    `json:"previous,omitempty"`
}

// figures are the fields that the previous period has, too.
type figures struct {
	Requests     map[string]uint64 `json:"requests"`
	Uniques      *uint64           `json:"uniques,omitempty"`
	DailyUniques uint64            `json:"dailyUniques"`
	LostClicks   uint64            `json:"lostClicks"`
	converted
	RemovedUntil *time.Time `json:"removedUntil,omitempty"`
	Series       []bucket   `json:"series,omitempty"`
}

type bucket struct {
	Start       string `json:"start"`
	Clicks      uint64 `json:"clicks"`
	Conversions uint64 `json:"conversions"`
}

type weekday struct {
	Weekday string     `json:"weekday"`
	Hours   [24]uint64 `json:"hours"`
}

type previousDays struct {
	TotalClicks uint64      `json:"totalClicks"`
	DateRange   dateRange   `json:"dateRange"`
	Daily       []dayClicks `json:"daily"`
	figures
}

// moreOf returns the fields that the Link Pack API does not have.
func moreOf(query analytics.Query, found *analytics.Stats) moreStats {
	list := func(by analytics.Dimension) []counted { return breakdown(found, by) }
	return moreStats{
		figures: figuresOf(query, &found.Period),
		Regions: list(analytics.ByRegion), Cities: list(analytics.ByCity), Browsers: list(analytics.ByBrowser),
		OperatingSystems: list(analytics.ByOS), Languages: list(analytics.ByLanguage), Rules: list(analytics.ByRule),
		Destinations: list(analytics.ByDestination), Triggers: list(analytics.ByTrigger),
		UTMSources: list(analytics.ByUTMSource), UTMMediums: list(analytics.ByUTMMedium),
		UTMCampaigns: list(analytics.ByUTMCampaign), UTMTerms: list(analytics.ByUTMTerm), UTMContents: list(analytics.ByUTMContent),
		Placements: list(analytics.ByPlacement),
		Weekdays:   weekdaysOf(&found.Hours), Splits: splitsOf(found.Splits), ConversionKinds: conversionKindsOf(found.ConversionKinds), Timezone: query.Location.String(),
		Previous: previousOf(query, found.Previous),
	}
}

func figuresOf(query analytics.Query, p *analytics.Period) figures {
	f := figures{
		Requests: byClass(p.Classes), Uniques: p.Uniques, DailyUniques: p.DailyUniques, LostClicks: p.Lost,
		RemovedUntil: orNull(p.Gone), converted: convertedOf(p),
	}
	layout := time.DateOnly
	if query.Granularity == analytics.Hourly {
		layout = time.RFC3339
	}
	for _, point := range p.Series {
		f.Series = append(f.Series, bucket{point.Start.Format(layout), point.Clicks, point.Conversions})
	}
	return f
}

// byClass returns requests by the names of their classes.
func byClass(classes analytics.ClassCounts) map[string]uint64 {
	requests := make(map[string]uint64, len(classes))
	for class, n := range classes {
		requests[analytics.Class(class).String()] = n
	}
	return requests
}

// weekdaysOf returns the hours of each weekday, Monday first.
func weekdaysOf(hours *[7][24]uint64) []weekday {
	list := make([]weekday, 7)
	for i := range list {
		day := time.Weekday((i + 1) % 7)
		list[i] = weekday{day.String()[:3], hours[day]}
	}
	return list
}

func previousOf(query analytics.Query, p *analytics.Period) *previousDays {
	if p == nil {
		return nil
	}
	return &previousDays{
		TotalClicks: p.Clicks(), Daily: dailyOf(p.Daily), figures: figuresOf(query, p),
		DateRange: dateRange{p.From.Format(time.DateOnly), p.Daily[len(p.Daily)-1].Start.Format(time.DateOnly), true},
	}
}

// split is a split as it is sent to clients.
type split struct {
	ID       string    `json:"id"`
	Variants []variant `json:"variants"`
	Check    *ratio    `json:"check,omitempty"`
}

type variant struct {
	Rule          *string  `json:"rule"`
	Clicks        uint64   `json:"clicks"`
	Uniques       *uint64  `json:"uniques,omitempty"`
	DailyUniques  uint64   `json:"dailyUniques"`
	Share         float64  `json:"share"`
	ExpectedShare *float64 `json:"expectedShare,omitempty"`
	variantConversions
}

// ratio is the check of a split, or the reason why there is none.
type ratio struct {
	Skipped   string   `json:"skipped,omitempty"`
	ChiSquare *float64 `json:"chiSquare,omitempty"`
	P         *float64 `json:"p,omitempty"`
	Mismatch  *bool    `json:"mismatch,omitempty"`
}

func splitsOf(found []analytics.Split) []split {
	list := make([]split, len(found))
	for i, s := range found {
		list[i] = split{ID: s.ID, Variants: make([]variant, len(s.Variants))}
		for j := range s.Variants {
			v := &s.Variants[j]
			list[i].Variants[j] = variant{
				Rule: orNull(v.Rule), Clicks: v.Clicks, Uniques: v.Uniques, DailyUniques: v.DailyUniques, Share: v.Share,
				variantConversions: variantConversionsOf(v),
			}
			if s.Check != nil && j < len(s.Check.Expected) {
				list[i].Variants[j].ExpectedShare = &s.Check.Expected[j]
			}
		}
		if s.Check != nil {
			list[i].Check = ratioOf(s.Check)
		}
	}
	return list
}

func ratioOf(check *analytics.RatioCheck) *ratio {
	if check.Skipped != "" {
		return &ratio{Skipped: check.Skipped}
	}
	r := &ratio{P: &check.P, Mismatch: &check.Mismatch}
	if !math.IsInf(check.ChiSquare, 1) { // JSON has no infinity
		r.ChiSquare = &check.ChiSquare
	}
	return r
}

// counted is the number of clicks of one value, as {"country": "US", "clicks": 80}.
// The sum of all other values has "rest": true.
type counted struct {
	name string
	analytics.Count
}

// MarshalJSON writes null for clicks without a rule or parameter.
func (c counted) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(`{"` + c.name + `":`)
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(orNull(c.Value)); err != nil {
		return nil, err
	}
	b.WriteString(`,"clicks":` + strconv.FormatUint(c.Clicks, 10))
	if c.Rest {
		b.WriteString(`,"rest":true`)
	}
	b.WriteString(`}`)
	return b.Bytes(), nil
}

// breakdown returns the counts of a dimension.
func breakdown(found *analytics.Stats, by analytics.Dimension) []counted {
	list := make([]counted, len(found.Breakdowns[by]))
	for i, count := range found.Breakdowns[by] {
		list[i] = counted{dimensionName(by), count}
	}
	return list
}
