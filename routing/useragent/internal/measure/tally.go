package main

import (
	"fmt"
	"strings"

	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/routing/useragent"
)

// bots are the classes of bots. A bot of any kind has the class bot.
var bots = map[string]routing.Bot{
	"bot": routing.NotBot, "crawler": routing.Crawler, "preview": routing.Preview, "agent": routing.AIAgent,
}

func (m *measure) add(h labelled) {
	agent := useragent.Classifier{}.Classify(h.header, nil)
	kind, isBot := bots[h.class]
	if isBot {
		m.tally("any bot", h.header, agent, agent.Bot != routing.NotBot)
		if kind != routing.NotBot {
			m.tally(h.class, h.header, agent, agent.Bot == kind)
		}
		return
	}
	m.tally("human", h.header, agent, agent.Bot == routing.NotBot)
	if h.class != "person" {
		m.tally(h.class, h.header, agent, strings.EqualFold(agent.Device.String(), h.class))
	}
}

func (m *measure) tally(class, header string, agent routing.Agent, right bool) {
	c := m.counts[class]
	c.all++
	if right {
		c.right++
	} else if class == m.misses {
		fmt.Fprintf(m.out, "%v %q %q bot=%d\t%s\n", agent.Device, agent.OS, agent.Browser, agent.Bot, header)
	}
	m.counts[class] = c
}

func (m *measure) report() {
	for _, class := range []string{"human", "mobile", "tablet", "desktop", "other", "any bot", "crawler", "preview", "agent"} {
		if c := m.counts[class]; c.all > 0 {
			share := 100 * float64(c.right) / float64(c.all)
			fmt.Fprintf(m.out, "%-8s %6d of %6d right  %6.2f %%\n", class, c.right, c.all, share)
		}
	}
}
