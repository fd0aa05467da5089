package linkpack_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
)

func TestScriptsRunForPeopleWhoDoNotObject(t *testing.T) {
	kit := linkpacktest.New(t, linkpack.Options{ScriptsAllowed: allowed})
	link := kit.NewLink(linkpack.Link{Destination: home, Scripts: []linkpack.Script{{Content: "alert(1)\r\n"}, {Content: "x", Position: linkpack.ScriptBody}}})
	if link.Scripts[0].Position != linkpack.ScriptHead {
		t.Errorf("the position is %q", link.Scripts[0].Position)
	}
	for name, test := range map[string]struct {
		visit *linkpacktest.Visit
		want  int
	}{
		"a person":           {kit.Visit(link), 2},
		"a person, GPC off":  {kit.Visit(link).Header("Sec-GPC", "0"), 2},
		"who objects":        {kit.Visit(link).Header("Sec-GPC", "1"), 0},
		"HEAD":               {kit.Visit(link).Method("HEAD"), 0},
		"prefetch":           {kit.Visit(link).Prefetch(), 0},
		"a bot":              {kit.Visit(link).UserAgent("curl/8.5.0"), 0},
		"a card's collector": {kit.Visit(link).UserAgent("Slackbot-LinkExpanding 1.0"), 0},
	} {
		res, err := test.visit.Resolve()
		if err != nil || len(res.Scripts) != test.want || res.Location != home {
			t.Errorf("%s: %d scripts, %q, %v; want %d", name, len(res.Scripts), res.Location, err, test.want)
		}
	}
	for field, scripts := range map[string][]linkpack.Script{
		"retargeting_scripts":             make([]linkpack.Script, 21),
		"retargeting_scripts[0].content":  {{}},
		"retargeting_scripts[1].content":  {{Content: "x"}, {Content: strings.Repeat("x", 10_001)}},
		"retargeting_scripts[0].position": {{Content: "x", Position: "foot"}},
		"retargeting_scripts[2].content":  {{Content: "<b>"}, {Content: "<p>" + strings.Repeat("<br>", 2000)}, {Content: "\n<p>" + strings.Repeat("<div>", 1000)}},
	} {
		_, err := kit.CreateLink(t.Context(), linkpack.Link{Destination: home, Scripts: scripts})
		var fault *linkpack.FieldError
		if !errors.As(err, &fault) || fault.Field != field {
			t.Errorf("got %v, want a FieldError of %s", err, field)
		}
	}
}

func TestOwnCardsAreForThoseWhoCollectCards(t *testing.T) {
	kit := linkpacktest.New(t)
	card := linkpack.Card{Title: "Sale", Description: "All must go", Image: home + "a.png"}
	link := kit.NewLink(linkpack.Link{Destination: home, Card: card})
	plain := kit.NewLink(linkpack.Link{Destination: home})
	collector := "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)"
	res, err := kit.Visit(link).UserAgent(collector).Resolve()
	if err != nil || res.Card == nil || *res.Card != card {
		t.Errorf("got %v, %v", res.Card, err)
	}
	for name, visit := range map[string]*linkpacktest.Visit{
		"a person":           kit.Visit(link),
		"a search engine":    kit.Visit(link).UserAgent("Googlebot/2.1"),
		"a link without one": kit.Visit(plain).UserAgent(collector),
	} {
		if res, err := visit.Resolve(); err != nil || res.Card != nil || res.Location != home {
			t.Errorf("%s: %v, %q, %v", name, res.Card, res.Location, err)
		}
	}
}

func TestAliasesLeadToTheSameLink(t *testing.T) {
	kit := linkpacktest.New(t, linkpack.Options{Domains: []string{"a.example"}})
	link := kit.NewLink(linkpack.Link{Destination: home, Aliases: []linkpack.Alias{{ShortCode: "x"}, {Domain: "A.example.", ShortCode: "x"}}})
	if link.Aliases[1].Domain != "a.example" {
		t.Errorf("the domain is %q", link.Aliases[1].Domain)
	}
	at := func(domain string) *linkpacktest.Visit {
		return kit.Visit(&linkpack.Link{Domain: domain, ShortCode: "x"})
	}
	for _, domain := range []string{"", "a.example"} {
		if got := at(domain).Location(); got != home {
			t.Errorf("on %q it leads to %q", domain, got)
		}
		at(domain).Click()
	}
	if got := kit.Count(link); got != 2 {
		t.Errorf("%d clicks", got)
	}
	change(t, kit, link, "", func(l *linkpack.Link) { l.Destination, l.Aliases = home+"new", l.Aliases[:1] })
	if got := at("").Location(); got != home+"new" {
		t.Errorf("after a change it leads to %q", got)
	}
	if _, err := at("a.example").Resolve(); !errors.Is(err, linkpack.ErrGone) {
		t.Errorf("an alias that was given up: %v", err)
	}
	_, err := kit.CreateLink(t.Context(), linkpack.Link{Destination: home, Aliases: []linkpack.Alias{{ShortCode: "x"}}})
	var taken *linkpack.TakenError
	if !errors.As(err, &taken) || taken.ShortCode != "x" {
		t.Errorf("another link with the alias: %v", err)
	}
	_, err = kit.CreateLink(t.Context(), linkpack.Link{Destination: kit.URL(&linkpack.Link{ShortCode: "me"}), Aliases: []linkpack.Alias{{ShortCode: "me"}}})
	if !errors.Is(err, linkpack.ErrInvalid) {
		t.Errorf("a link to its own alias: %v", err)
	}
}
