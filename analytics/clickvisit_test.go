package analytics_test

import (
	"net/http"
	"net/netip"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/routing"
)

func TestAVisitHasTheFactsOfItsClick(t *testing.T) {
	click := analytics.Click{
		Time: time.Unix(1_800_000_000, 0).UTC(), Class: analytics.Head, Addr: netip.MustParseAddr("192.0.2.0"), UserAgent: "Mozilla/5.0",
		Language: "pt-BR", Referrer: "news.example.org", Place: routing.Place{Country: "BR"},
		Agent: routing.Agent{Device: routing.Tablet, Bot: routing.AIAgent}, Familiarity: routing.ReturningVisitor,
	}
	v := click.Visit()
	if !v.Time.Equal(click.Time) || v.Addr != click.Addr || v.UserAgent != click.UserAgent || v.Method != http.MethodHead ||
		v.Familiarity != click.Familiarity || v.Locate() != click.Place || v.Classify() != click.Agent {
		t.Errorf("the visit is %+v", v)
	}
	if v.Language() != "pt-BR" || v.RefererHost() != "news.example.org" || v.Query != "" || v.Internal || v.Prefetch {
		t.Errorf("the visit is %+v", v)
	}
	for referrer, want := range map[string]string{"Direct": "", "": "", "2001:db8::7": "2001:db8::7", "com.example.app": "com.example.app"} {
		if got := (&analytics.Click{Referrer: referrer}).Visit().RefererHost(); got != want {
			t.Errorf("a visit by %q comes from %q, want %q", referrer, got, want)
		}
	}
	if v := (&analytics.Click{Class: analytics.Internal}).Visit(); !v.Internal {
		t.Error("an internal click is no internal visit")
	}
	if v := (&analytics.Click{Class: analytics.Prefetch}).Visit(); !v.Prefetch {
		t.Error("a prefetch is no visit in advance")
	}
}
