package recorder

import (
	"net/http"
	"runtime"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/routing"
)

func TestAWaitingVisitKnowsItsFacts(t *testing.T) {
	v := &routing.Visit{
		UserAgent: "agent", Referer: "https://news.example/x", Query: "utm_source=a&qr=1", Path: "/docs",
		Header: http.Header{"Accept-Language": {"pt-BR,en;q=0.5"}, "Sec-Ch-Ua-Mobile": {"?1"}},
		Agents: phones{},
	}
	var k visitFacts
	k.take(v)
	if k.language != "pt-BR" || k.referrer != "news.example" || k.classify().Device != routing.Mobile {
		t.Errorf("language %q, referrer %q, agent %+v", k.language, k.referrer, k.classify())
	}
	if k.agent != "agent" || k.query != "utm_source=a&qr=1" {
		t.Errorf("kept %+v", k)
	}
}

// phones calls every visit with a header Sec-CH-UA-Mobile a phone.
type phones struct{}

func (phones) Classify(_ string, header http.Header) routing.Agent {
	if header.Get("Sec-CH-UA-Mobile") == "?1" {
		return routing.Agent{Device: routing.Mobile}
	}
	return routing.Agent{Device: routing.Desktop}
}

func TestAWaitingVisitKeepsLittleMemory(t *testing.T) {
	const visits, size = 200, 1 << 20
	b := newBatch()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for i := range visits {
		long := func(text string) string { return text + strings.Repeat("x", size) }
		visit := &routing.Visit{
			UserAgent: long("agent"), Referer: long("https://news.example/"), Query: long("a=1&b="), Path: long("/"),
			Header: http.Header{"Accept-Language": {long("en,")}, "X-Other": {long("")}},
		}
		if i > 0 { // its query alone is long
			visit.Path = "/"
		}
		if i%2 == 1 { // none of it is kept
			visit.Query = long("a=")
		}
		w := queuedHitOf(&analytics.Hit{Visit: visit})
		b.add(&w, nil)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > visits*8<<10 {
		t.Errorf("%d visits keep %d KB, want at most 8 KB each", visits, grown>>10)
	}
	if k := &b.hits[0].visit; k.query != "a=1&" || k.referrer != "news.example" || k.language != "en" {
		t.Errorf("query %q, referrer %q, language %q", k.query, k.referrer, k.language)
	}
}

func BenchmarkTakeVisit(b *testing.B) {
	header := http.Header{"Accept-Language": {"de-DE,de;q=0.9,en;q=0.6"}, "Accept": {"text/html"}}
	b.ReportAllocs()
	defer b.ReportMetric(0, "max-allocs/op") // the loop deletes what was reported before
	for b.Loop() {
		v := routing.Visit{UserAgent: "Mozilla/5.0", Referer: "https://www.google.com/", Header: header}
		var k visitFacts
		k.take(&v)
	}
}
