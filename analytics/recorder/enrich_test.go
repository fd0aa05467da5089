package recorder

import (
	"net/http"
	"net/netip"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/routing"
)

func TestAddressesAreKeptByPolicy(t *testing.T) {
	for _, tt := range []struct {
		policy analytics.AddressPolicy
		addr   string
		want   string
		size   int
	}{
		{analytics.TruncateAddresses, "203.0.113.77", "203.0.113.0", 3},
		{analytics.TruncateAddresses, "::ffff:203.0.113.77", "203.0.113.0", 3},
		{analytics.TruncateAddresses, "2001:db8:1:2:3::4", "2001:db8:1::", 6},
		{analytics.TruncateAddresses, "fe80::1%eth0", "fe80::", 6},
		{analytics.KeepAddresses, "203.0.113.77", "203.0.113.77", 4},
		{analytics.KeepAddresses, "2001:db8:1:2:3::4", "2001:db8:1:2:3::4", 16},
		{analytics.DropAddresses, "203.0.113.77", "invalid IP", 0},
	} {
		var e clicklog.Entry
		e.Addr, e.Truncated = keptAddress(tt.policy, netip.MustParseAddr(tt.addr))
		rec := clicklog.Record{Kind: e.KindOf(), Addr: clicklog.AppendAddr(nil, &e, e.KindOf())}
		if got := rec.Address().String(); got != tt.want || len(rec.Addr) != tt.size {
			t.Errorf("policy %d keeps %s of %s in %d bytes", tt.policy, got, tt.addr, len(rec.Addr))
		}
	}
	if addr, _ := keptAddress(analytics.TruncateAddresses, netip.Addr{}); addr.IsValid() {
		t.Error("an unknown address became", addr)
	}
}

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

func TestClientHintsAreReadOfEveryVisit(t *testing.T) {
	w, a := clicklog.NewWords(1), agents{}
	for _, os := range []string{"Windows", "Android"} {
		visit := &routing.Visit{UserAgent: "a", Agents: &hinted{}, Header: http.Header{"Sec-Ch-Ua-Platform": {os}}}
		var k visitFacts
		k.take(visit)
		if agent, _ := a.of(w, &k, "a"); agent.OS != os {
			t.Errorf("got %+v, want %s", agent, os)
		}
	}
}

func TestEachClassIsTheFirstThatApplies(t *testing.T) {
	bot := func(b routing.Bot) routing.Agent { return routing.Agent{Bot: b} }
	for want, hit := range map[analytics.Class]analytics.Hit{
		analytics.Blocked:  {Blocked: true, Visit: &routing.Visit{Method: "HEAD", Prefetch: true, Agent: bot(routing.Crawler)}},
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
