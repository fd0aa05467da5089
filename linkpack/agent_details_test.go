package linkpack_test

import (
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/routing"
)

// phones parses one header.
type phones map[string]routing.AgentDetails

func (p phones) Parse(userAgent string) (routing.AgentDetails, bool) {
	found, ok := p[userAgent]
	return found, ok
}

func TestDetailsOfAClickAddToItsFacts(t *testing.T) {
	galaxy := routing.AgentDetails{Browser: "Chrome", BrowserVersion: "142.0", OS: "Android", OSVersion: "14", Brand: "Samsung", Model: "SM-S918B"}
	hidden := galaxy
	hidden.Browser, hidden.BrowserVersion = "Brave", ""
	other := galaxy
	other.OS, other.OSVersion = "HarmonyOS", ""
	with, without := linkpacktest.New(t, linkpack.Options{Devices: phones{"galaxy": galaxy}}), linkpacktest.New(t)
	for name, c := range map[string]struct {
		click analytics.Click
		want  routing.AgentDetails
		plain routing.AgentDetails // without a parser
	}{
		"the same": {
			analytics.Click{UserAgent: "galaxy", Agent: routing.Agent{Browser: "Chrome", OS: "Android"}},
			galaxy, routing.AgentDetails{Browser: "Chrome", OS: "Android"},
		},
		"nothing in the click": {analytics.Click{UserAgent: "galaxy"}, galaxy, routing.AgentDetails{}},
		"another browser, by client hints": {
			analytics.Click{UserAgent: "galaxy", Agent: routing.Agent{Browser: "Brave"}}, hidden, routing.AgentDetails{Browser: "Brave"},
		},
		"another system": {analytics.Click{UserAgent: "galaxy", Agent: routing.Agent{OS: "HarmonyOS"}}, other, routing.AgentDetails{OS: "HarmonyOS"}},
		"a header that is not parsed": {
			analytics.Click{UserAgent: "new", Agent: routing.Agent{Browser: "Firefox"}}, routing.AgentDetails{Browser: "Firefox"}, routing.AgentDetails{Browser: "Firefox"},
		},
		"no header": {analytics.Click{}, routing.AgentDetails{}, routing.AgentDetails{}},
	} {
		if got := with.AgentDetails(&c.click); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
		if got := without.AgentDetails(&c.click); got != c.plain {
			t.Errorf("%s, without a parser: %+v, want %+v", name, got, c.plain)
		}
	}
}
