package analytics

import (
	"net/http"
	"testing"

	"github.com/linkpack/linkpack-go/routing"
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

func TestClientHintsAreReadOfEveryVisit(t *testing.T) {
	w, a := newWords(1), agents{}
	for _, os := range []string{"Windows", "Android"} {
		visit := &routing.Visit{UserAgent: "a", Agents: &hinted{}, Header: http.Header{"Sec-Ch-Ua-Platform": {os}}}
		var k known
		k.take(visit)
		if agent, _ := a.of(w, &k, "a"); agent.OS != os {
			t.Errorf("got %+v, want %s", agent, os)
		}
	}
}

func TestEachClassIsTheFirstThatApplies(t *testing.T) {
	bot := func(b routing.Bot) routing.Agent { return routing.Agent{Bot: b} }
	for want, hit := range map[Class]Hit{
		Blocked:  {Blocked: true, Visit: &routing.Visit{Method: "HEAD", Prefetch: true, Agent: bot(routing.Crawler)}},
		Head:     {Visit: &routing.Visit{Method: "HEAD", Prefetch: true, Agent: bot(routing.Preview)}},
		Prefetch: {Visit: &routing.Visit{Prefetch: true, Agent: bot(routing.Preview)}},
		Preview:  {Visit: &routing.Visit{Agent: bot(routing.Preview)}},
		Bot:      {Visit: &routing.Visit{Method: "GET", Agent: bot(routing.AIAgent)}},
		Human:    {Visit: &routing.Visit{Method: "POST"}},
	} {
		w := waitingOf(&hit)
		if got := classOf(&w, w.visit.classify().Bot); got != want {
			t.Errorf("got %v, want %v", got, want)
		}
	}
}

func TestPutDoesNotAllocate(t *testing.T) {
	q := newQueue(1<<16, nil)
	q.batch.hits = make([]waiting, 0, 1<<16)
	hit := Hit{Plan: &Plan{Targets: []Target{{}}}, Rule: -1, Visit: &routing.Visit{}}
	allocs := testing.AllocsPerRun(1000, func() {
		if hit.check() != nil {
			t.Fatal("refused")
		}
		w := waitingOf(&hit)
		if q.put(&w, hit.Draws) == nil {
			t.Fatal("no room")
		}
	})
	if allocs != 0 {
		t.Errorf("%v allocations", allocs)
	}
}
