package uap_test

import (
	"context"
	"fmt"
	"log"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/routing/useragent/uap"
	"github.com/linkpack/linkpack-go/store/memory"
)

// Clicks keep the User-Agent header, so versions and models can be found when
// clicks are listed.
func ExampleParser_Parse_clicks() {
	ctx := context.Background()
	parser, err := uap.New(nil)
	if err != nil {
		log.Fatal(err)
	}
	s, err := linkpack.New(memory.New(), &linkpack.Options{Devices: parser})
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close(ctx)
	link, err := s.CreateLink(ctx, linkpack.Link{ShortCode: "launch", Destination: "https://example.com/"})
	if err != nil {
		log.Fatal(err)
	}
	res, err := s.Resolve(ctx, "", "launch", &routing.Visit{
		UserAgent: "Mozilla/5.0 (Linux; Android 15; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
	})
	if err != nil {
		log.Fatal(err)
	}
	if err := s.Record(ctx, res); err != nil {
		log.Fatal(err)
	}
	if err := s.Flush(ctx); err != nil {
		log.Fatal(err)
	}

	for click, err := range s.Clicks(ctx, link.Workspace, link.ID) {
		if err != nil {
			log.Fatal(err)
		}
		agent := s.AgentDetails(&click)
		fmt.Println(click.Agent.Device, agent.Browser, agent.BrowserVersion, agent.OS, agent.OSVersion, agent.Model)
	}
	// Output:
	// Mobile Chrome 142.0.0 Android 15 SM-S918B
}
