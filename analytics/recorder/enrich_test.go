package recorder

import (
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/routing/useragent"
)

func TestLanguageHasItsUsualLetterCase(t *testing.T) {
	for tag, want := range map[string]string{
		"": "", "pt": "pt", "PT-br": "pt-BR", "zh-hant-tw": "zh-Hant-TW", "de-1996": "de-1996", "es-419": "es-419", "en-US": "en-US",
	} {
		if got := languageOf(tag); got != want {
			t.Errorf("%q became %q, want %q", tag, got, want)
		}
	}
}

func TestReferrerIsTheHostWithoutWWW(t *testing.T) {
	for referer, want := range map[string]string{
		"https://www.Example.com/x":        "example.com",
		"http://m.example.com:8080":        "m.example.com",
		"android-app://com.google.android": "com.google.android",
		"javascript:alert(1)":              "",
		"not a URL":                        "",
		"https://user@www.example.org?a=b": "example.org",
	} {
		if got := referrerOf((&routing.Visit{Referer: referer}).RefererHost()); got != want {
			t.Errorf("%q became %q, want %q", referer, got, want)
		}
	}
}

// hinted answers by a client hint.
type hinted struct{}

func (hinted) Classify(_ string, header http.Header) routing.Agent {
	return routing.Agent{OS: header.Get("Sec-Ch-Ua-Platform")}
}

func TestAVisitWithoutAUserAgentIsCountedAsABot(t *testing.T) {
	w, a := clicklog.NewWords(1), agents{}
	for want, header := range map[routing.Bot]http.Header{
		routing.Crawler: {"Accept-Language": {"de"}},
		routing.NotBot:  nil, // of the past: its headers are not known
	} {
		var k visitFacts
		k.take(&routing.Visit{Agents: useragent.Classifier{}, Header: header})
		if agent := a.of(w, &k, 0); agent.Bot != want {
			t.Errorf("with headers %v: got kind %d, want %d", header, agent.Bot, want)
		}
	}
}

func TestClientHintsAreReadOfEveryVisit(t *testing.T) {
	w, a := clicklog.NewWords(1), agents{}
	for _, os := range []string{"Windows", "Android"} {
		visit := &routing.Visit{UserAgent: "a", Agents: &hinted{}, Header: http.Header{"Sec-Ch-Ua-Platform": {os}}}
		var k visitFacts
		k.take(visit)
		if agent := a.of(w, &k, w.ID("a")); agent.OS != os {
			t.Errorf("got %+v, want %s", agent, os)
		}
	}
}

func TestEachClassIsTheFirstThatApplies(t *testing.T) {
	bot := func(b routing.Bot) routing.Agent { return routing.Agent{Bot: b} }
	for want, hit := range map[analytics.Class]analytics.Hit{
		analytics.Blocked:  {Blocked: true, Visit: &routing.Visit{Internal: true, Method: "HEAD", Prefetch: true, Agent: bot(routing.Crawler)}},
		analytics.Internal: {Visit: &routing.Visit{Internal: true, Method: "HEAD", Prefetch: true, Agent: bot(routing.Crawler)}},
		analytics.Head:     {Visit: &routing.Visit{Method: "HEAD", Prefetch: true, Agent: bot(routing.Preview)}},
		analytics.Prefetch: {Visit: &routing.Visit{Prefetch: true, Agent: bot(routing.Preview)}},
		analytics.Preview:  {Visit: &routing.Visit{Agent: bot(routing.Preview)}},
		analytics.Bot:      {Visit: &routing.Visit{Method: "GET", Agent: bot(routing.AIAgent)}},
		analytics.Human:    {Visit: &routing.Visit{Method: "POST"}},
	} {
		w := queuedHitOf(&hit)
		if got := classOf(&w, w.visit.classify().Bot); got != want {
			t.Errorf("got %v, want %v", got, want)
		}
	}
}

func TestTheQRParameterNamesAPlacement(t *testing.T) {
	long := strings.Repeat("x", 32)
	for query, want := range map[string]string{
		"qr=1": "", "qr=": "", "qr": "", "qr=poster-a": "poster-a", "qr=" + long: long, "qr=7": "7", "qr=-": "-",
		"a=b&qr=hall&qr=bar": "hall", "qr=1&qr=bar": "bar", "qr=Wall&qr=bar": "bar",
		"qr=" + long + "x": "", "qr=Poster": "", "qr=a%2Db": "", "qr=a+b": "", "qr=ä": "", "qr=\xff": "", "qr=a_b": "",
	} {
		var e clicklog.Entry
		setParameters(&e, query)
		if got := e.Texts[clicklog.TextPlacement]; got != want || !e.Scan {
			t.Errorf("%q: got %q, want %q; a scan: %v", query, got, want, e.Scan)
		}
	}
	var e clicklog.Entry
	if setParameters(&e, "QR=a&xqr=b"); e.Scan || e.Texts[clicklog.TextPlacement] != "" {
		t.Errorf("without the parameter: %+v", e)
	}
}

func TestPutDoesNotAllocate(t *testing.T) {
	q := newQueue(1<<16, nil)
	q.batch.hits = make([]queuedHit, 0, 1<<16)
	hit := analytics.Hit{Plan: &analytics.Plan{Targets: []analytics.Target{{}}}, Rule: -1, Visit: &routing.Visit{}}
	allocs := testing.AllocsPerRun(1000, func() {
		if checkHit(&hit) != nil {
			t.Fatal("refused")
		}
		w := queuedHitOf(&hit)
		if q.put(&w, hit.Draws) == nil {
			t.Fatal("no room")
		}
	})
	if allocs != 0 {
		t.Errorf("%v allocations", allocs)
	}
}

func FuzzQueryAndReferrer(f *testing.F) {
	f.Add("utm_source=a&qr=1&utm_term=%zz&&=", "https://www.Example.com:80/")
	f.Fuzz(func(t *testing.T, query, host string) {
		var e clicklog.Entry
		setParameters(&e, query)
		e.Texts[clicklog.TextReferrer] = referrerOf((&routing.Visit{Referer: host}).RefererHost())
		e.Texts[clicklog.TextAgent] = clicklog.Clean(host)
		for _, text := range e.Texts {
			if len(text) > clicklog.MaxText || !utf8.ValidString(text) {
				t.Errorf("%q is kept", text)
			}
		}
	})
}
