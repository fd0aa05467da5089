package linkpack_test

import (
	"fmt"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/routing"
)

func TestUserAgentHeadersCanBeLeftOut(t *testing.T) {
	const agents = 20
	agent := func(i int) string {
		return fmt.Sprintf("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.%d Safari/537.36", i)
	}
	words := make(map[bool]int)
	for _, drop := range []bool{false, true} {
		kit := linkpacktest.New(t, linkpack.Options{Clicks: analytics.Options{DropUserAgents: drop}})
		link := kit.NewLink(linkpack.Link{Destination: home})
		for i := range agents {
			kit.Visit(link).Addr("192.0.2.1").UserAgent(agent(i)).Click()
		}
		kit.Visit(link).UserAgent("Googlebot/2.1 (+http://www.google.com/bot.html)").Click()
		if got := kit.Count(link); got != agents {
			t.Errorf("drop %v: %d clicks of people", drop, got)
		}
		for click, err := range kit.Export(t.Context(), linkpack.ClickQuery{}) {
			if err != nil {
				t.Fatal(err)
			}
			if (click.UserAgent == "") != drop {
				t.Errorf("drop %v: the header is %q", drop, click.UserAgent)
			}
			if click.Class == analytics.Human && (click.Agent.Browser != "Chrome" || click.Agent.OS != "Windows" || click.Agent.Device != routing.Desktop || click.Visitor == 0) {
				t.Errorf("drop %v: the click is %+v", drop, click)
			}
		}
		stats, err := kit.Stats(t.Context(), "", link.ID, analytics.Query{})
		if err != nil || stats.Uniques == nil || *stats.Uniques != agents {
			t.Errorf("drop %v: %v, %v different visitors", drop, err, stats.Uniques)
		}
		words[drop] = kit.Metrics().Clicks.Words
	}
	if words[false]-words[true] != agents+1 {
		t.Errorf("with headers there are %d words, without them %d", words[false], words[true])
	}
}
