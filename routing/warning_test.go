package routing_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/linkpack/linkpack-go/routing"
)

// not negates a rule's only clause.
func not(r routing.Rule) routing.Rule {
	r.Clauses[0].Not = true
	return r
}

// and joins the clauses of rules.
func and(rules ...routing.Rule) (all routing.Rule) {
	for _, r := range rules {
		all.Clauses = append(all.Clauses, r.Clauses...)
	}
	return all
}

func TestARuleThatIsCoveredIsReported(t *testing.T) {
	share := func(p float64, r routing.Rule) routing.Rule { r.Percentage = &p; return r }
	all := routing.Rule{}
	for name, c := range map[string]struct {
		rules []routing.Rule
		want  bool
	}{
		"after one for everybody":              {[]routing.Rule{all, clause("geo", "US")}, true},
		"the same again":                       {[]routing.Rule{clause("geo", "US,CA"), clause("geo", "ca, us")}, true},
		"fewer countries":                      {[]routing.Rule{clause("geo", "US,CA"), clause("geo", "US")}, true},
		"more countries":                       {[]routing.Rule{clause("geo", "US"), clause("geo", "US,CA")}, false},
		"unknown too":                          {[]routing.Rule{clause("geo", "US"), clause("geo", "US,unknown")}, false},
		"more clauses":                         {[]routing.Rule{clause("geo", "US"), and(clause("os", "iOS"), clause("geo", "US"))}, true},
		"fewer clauses":                        {[]routing.Rule{and(clause("os", "iOS"), clause("geo", "US")), clause("geo", "US")}, false},
		"not fewer is not more":                {[]routing.Rule{not(clause("geo", "US")), not(clause("geo", "US,CA"))}, true},
		"not more is not fewer":                {[]routing.Rule{not(clause("geo", "US,CA")), not(clause("geo", "US"))}, false},
		"the opposite":                         {[]routing.Rule{clause("geo", "US"), not(clause("geo", "US"))}, false},
		"a share of it":                        {[]routing.Rule{clause("geo", "US"), share(50, clause("geo", "US"))}, true},
		"after a share":                        {[]routing.Rule{share(99, clause("geo", "US")), clause("geo", "US")}, false},
		"after shares of 100":                  {[]routing.Rule{share(40, clause("geo", "US")), share(60, clause("geo", "US")), clause("geo", "US")}, true},
		"a share of 0 is off on purpose":       {[]routing.Rule{all, share(0, clause("geo", "US"))}, false},
		"a subdomain":                          {[]routing.Rule{clause("referer", "google.com"), clause("referer", "news.google.com")}, true},
		"the domain above":                     {[]routing.Rule{clause("referer", "news.google.com"), clause("referer", "google.com")}, false},
		"direct":                               {[]routing.Rule{clause("referer", "google.com"), clause("referer", "google.com,direct")}, false},
		"less time":                            {[]routing.Rule{clause("time", "22:00-06:00"), clause("time", "01:00-02:00")}, true},
		"another time":                         {[]routing.Rule{clause("time", "09:00-17:00"), clause("time", "16:00-18:00")}, false},
		"fewer days":                           {[]routing.Rule{clause("weekday", "Mon-Fri"), clause("weekday", "Wed")}, true},
		"a shorter span":                       {[]routing.Rule{clause("date", "2026-01-01..2026-01-31,2026-02-01"), clause("date", "2026-01-30..2026-02-01")}, true},
		"a longer span":                        {[]routing.Rule{clause("date", "2026-01-01.."), clause("date", "..2026-12-31")}, false},
		"a narrower language":                  {[]routing.Rule{clause("language", "pt"), clause("language", "pt-BR")}, true},
		"a wider language":                     {[]routing.Rule{clause("language", "pt-BR"), clause("language", "pt")}, false},
		"a smaller network":                    {[]routing.Rule{clause("ip", "10.0.0.0/8"), clause("ip", "10.1.0.0/16,10.2.3.4")}, true},
		"a larger network":                     {[]routing.Rule{clause("ip", "10.1.0.0/16"), clause("ip", "10.0.0.0/8")}, false},
		"one value of a parameter":             {[]routing.Rule{clause("query", "a"), clause("query", "a=1")}, true},
		"any value of a parameter":             {[]routing.Rule{clause("query", "a=1"), clause("query", "a")}, false},
		"a header in capitals":                 {[]routing.Rule{clause("header", "x-a=1"), clause("header", "X-A=1")}, true},
		"another cookie":                       {[]routing.Rule{clause("cookie", "a"), clause("cookie", "b")}, false},
		"fewer devices":                        {[]routing.Rule{clause("device", "mobile,tablet"), clause("device", "Tablet")}, true},
		"fewer kinds of visitors":              {[]routing.Rule{clause("visitor", "bot,new"), clause("visitor", "new")}, true},
		"fewer cities":                         {[]routing.Rule{clause("city", "Rome,unknown"), clause("city", "ROME")}, true},
		"other browsers":                       {[]routing.Rule{clause("browser", "Safari"), clause("browser", "Chrome")}, false},
		"elsewhere than where it is not":       {[]routing.Rule{not(clause("geo", "DE,unknown")), clause("geo", "US,FR")}, true},
		"also where it is not":                 {[]routing.Rule{not(clause("geo", "DE")), clause("geo", "US,DE")}, false},
		"unknown, where that is not":           {[]routing.Rule{not(clause("geo", "unknown")), clause("geo", "US,unknown")}, false},
		"another device than not":              {[]routing.Rule{not(clause("device", "Mobile")), clause("device", "Desktop")}, true},
		"another browser than not":             {[]routing.Rule{not(clause("browser", "Safari")), clause("browser", "chrome")}, true},
		"the same city as not":                 {[]routing.Rule{not(clause("city", "Rome,Paris")), clause("city", "Oslo,ROME")}, false},
		"another language than not":            {[]routing.Rule{not(clause("language", "pt")), clause("language", "fr")}, true},
		"a narrower language than not":         {[]routing.Rule{not(clause("language", "pt")), clause("language", "pt-BR")}, false},
		"a wider language than not":            {[]routing.Rule{not(clause("language", "pt-BR")), clause("language", "pt")}, false},
		"another site than not":                {[]routing.Rule{not(clause("referer", "google.com")), clause("referer", "bing.com")}, true},
		"a site below not":                     {[]routing.Rule{not(clause("referer", "google.com")), clause("referer", "news.google.com")}, false},
		"another network than not":             {[]routing.Rule{not(clause("ip", "10.0.0.0/8")), clause("ip", "192.0.2.7,2001:db8::/32")}, true},
		"a network around not":                 {[]routing.Rule{not(clause("ip", "10.1.0.0/16")), clause("ip", "10.0.0.0/8")}, false},
		"other days than not":                  {[]routing.Rule{not(clause("weekday", "Sat-Sun")), clause("weekday", "Mon,Wed")}, true},
		"a day of not":                         {[]routing.Rule{not(clause("weekday", "Fri-Sun")), clause("weekday", "Mon-Fri")}, false},
		"another time than not":                {[]routing.Rule{not(clause("time", "22:00-06:00")), clause("time", "06:00-22:00")}, true},
		"a minute of not":                      {[]routing.Rule{not(clause("time", "22:00-06:01")), clause("time", "06:00-22:00")}, false},
		"another span than not":                {[]routing.Rule{not(clause("date", "2026-02-01..")), clause("date", "2026-01-01..2026-01-31")}, true},
		"a span that meets not":                {[]routing.Rule{not(clause("date", "2026-01-31..")), clause("date", "2026-01-01..2026-01-31")}, false},
		"people, where not bots":               {[]routing.Rule{not(clause("visitor", "bot")), clause("visitor", "human")}, true},
		"new visitors, where not bots":         {[]routing.Rule{not(clause("visitor", "bot")), clause("visitor", "new")}, false},
		"another value than not":               {[]routing.Rule{not(clause("query", "a=1")), clause("query", "a=2")}, false},
		"not where it is":                      {[]routing.Rule{clause("geo", "US"), not(clause("geo", "DE"))}, false},
		"after the whole day":                  {[]routing.Rule{clause("time", "06:00-24:00,00:00-06:00"), clause("geo", "US")}, true},
		"after the whole week":                 {[]routing.Rule{clause("weekday", "Sat-Fri"), clause("geo", "US")}, true},
		"after people and bots":                {[]routing.Rule{clause("visitor", "human,bot"), clause("geo", "US")}, true},
		"after not a minute of the day":        {[]routing.Rule{not(clause("time", "00:00-24:00")), clause("geo", "US")}, false},
		"after nearly the whole day":           {[]routing.Rule{clause("time", "00:01-24:00"), clause("geo", "US")}, false},
		"one condition is no other's business": {[]routing.Rule{clause("os", "x"), clause("browser", "x")}, false},
	} {
		t.Run(name, func(t *testing.T) {
			for i := range c.rules {
				c.rules[i].ID = string(rune('a' + i))
			}
			warnings := warned(t, c.rules...)
			last := len(c.rules) - 1
			if got := len(warnings) == 1 && warnings[0].Rule == last; got != c.want {
				t.Errorf("warned %v", warnings)
			}
		})
	}
}

func TestZonesKeepTimesApart(t *testing.T) {
	berlin, tokyo := clause("time", "00:00-23:59"), clause("time", "09:00-10:00")
	berlin.ID, berlin.Timezone, tokyo.Timezone = "y", "Europe/Berlin", "Asia/Tokyo"
	if got := warned(t, berlin, tokyo); got != nil {
		t.Errorf("warned %v", got)
	}
}

func TestAHostsConditionCoversWhatAsksForTheSame(t *testing.T) {
	rules := []routing.Rule{{Clauses: clause("plan", "pro").Clauses}, clause("plan", "free"), {Clauses: clause("plan", "pro").Clauses}}
	got, err := routing.Warnings(rules, &routing.Options{Conditions: []routing.Condition{plan()}})
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 1 || got[0].Rule != 2 || got[0].CoveredBy != 0 {
		t.Errorf("warned %v", got)
	}
}

func TestAThousandRulesAreAllCompared(t *testing.T) {
	three := and(clause("geo", "US"), clause("os", "iOS"), clause("language", "fr"))
	rules := slices.Repeat([]routing.Rule{three}, routing.MaxRules)
	if got := warned(t, rules...); len(got) != routing.MaxRules-1 {
		t.Errorf("%d warnings", len(got))
	}
}

func BenchmarkWarnings(b *testing.B) {
	rules := make([]routing.Rule, routing.MaxRules/4) // as many as may have 20 clauses
	for i := range rules {
		for j := range 20 - 1 {
			rules[i].Clauses = append(rules[i].Clauses, clause("query", fmt.Sprint(j)).Clauses...)
		}
		rules[i].Clauses = append(rules[i].Clauses, clause("query", fmt.Sprint("own", i)).Clauses...)
	}
	b.ReportAllocs()
	for b.Loop() {
		warned(b, rules...)
	}
}

func TestAWarningNamesBothRules(t *testing.T) {
	rules := []routing.Rule{{ID: "all"}, {ID: "never"}}
	const want = `rules[1] ("never") is never reached: rules[0] ("all") takes all its visits`
	got := warned(t, rules...)
	if len(got) != 1 || got[0] != (routing.Warning{Rule: 1, ID: "never", CoveredBy: 0, CoveredByID: "all"}) || got[0].String() != want {
		t.Errorf("warned %v", got)
	}
	if warned(t) != nil {
		t.Error("no rules warn")
	}
}

func TestARuleThatIsReportedNeverTakesAVisit(t *testing.T) {
	r := seeded(t)
	reported := 0
	for range 2000 {
		rules := randomRules(r)
		table := compiled(t, rules...)
		for _, w := range warned(t, rules...) {
			reported++
			for range 20 {
				if v := randomVisit(r); table.Route(v).Rule == w.Rule {
					t.Fatalf("%v, but it took %+v", w, v)
				}
			}
		}
	}
	if reported < 100 {
		t.Errorf("only %d rules were reported", reported)
	}
}
