package linkpack_test

import (
	"testing"

	"github.com/google/uuid"

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

func TestADeviceIsAVisitorWithABrowser(t *testing.T) {
	click := analytics.Click{ID: "1", Visitor: 7, Agent: routing.Agent{Device: routing.Mobile, OS: "iOS", Browser: "Safari"}}
	first := linkpack.DeviceID("", &click)
	if _, err := uuid.Parse(first); err != nil {
		t.Fatal(err)
	}
	again := click
	again.ID = "2"
	if got := linkpack.DeviceID(linkpack.DefaultWorkspace, &again); got != first {
		t.Errorf("another click of the device: %s, want %s", got, first)
	}
	ids := map[string]string{first: "the first"}
	for name, change := range map[string]func(*analytics.Click){
		"another visitor": func(c *analytics.Click) { c.Visitor = 8 },
		"a person":        func(c *analytics.Click) { c.Person = 7 },
		"another class":   func(c *analytics.Click) { c.Agent.Device = routing.Tablet },
		"another system":  func(c *analytics.Click) { c.Agent.OS = "iOS\nSafari" },
		"another browser": func(c *analytics.Click) { c.Agent.Browser = "Chrome" },
		"nobody known":    func(c *analytics.Click) { c.Visitor = 0 },
		"nobody known, another click": func(c *analytics.Click) {
			c.Visitor, c.ID = 0, "2"
		},
	} {
		other := click
		change(&other)
		id := linkpack.DeviceID("", &other)
		if same, taken := ids[id]; taken {
			t.Errorf("%s has the id of %s", name, same)
		}
		ids[id] = name
	}
	if linkpack.DeviceID("others", &click) == first {
		t.Error("another workspace has the same device")
	}
}
