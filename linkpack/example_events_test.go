package linkpack_test

import (
	"context"
	"fmt"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// Three people click; a page has the newest two, and the next page has the first. Then a
// click is explained.
func ExampleShortener_Events() {
	ctx := context.Background()
	s, err := linkpack.New(memory.New(), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = s.Close(ctx) }()
	link, err := s.CreateLink(ctx, linkpack.Link{
		Destination: "https://example.com/", ShortCode: "offer",
		Rules: []routing.Rule{{ID: "phones", Clauses: []routing.Clause{routing.Device(routing.Mobile)}, Destination: "https://m.example.com/"}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	begin := time.Now().Add(-time.Minute)
	for i, device := range []routing.DeviceClass{routing.Desktop, routing.Mobile, routing.Tablet} {
		visit := &routing.Visit{Time: begin.Add(time.Duration(i) * time.Second), UserAgent: "Mozilla/5.0", Agent: routing.Agent{Device: device}}
		res, err := s.Resolve(ctx, "", link.ShortCode, visit)
		if err == nil {
			err = s.Record(ctx, res)
		}
		if err == nil {
			err = s.Flush(ctx)
		}
		if err != nil {
			fmt.Println(err)
			return
		}
	}
	var phone string
	for query := (linkpack.EventQuery{Limit: 2, Classes: []analytics.Class{analytics.Human}}); ; {
		page, err := s.Events(ctx, query)
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, event := range page.Events {
			fmt.Println(event.Link.ShortCode, event.Agent.Device, event.Destination)
			if event.Rule == "phones" {
				phone = event.ID
			}
		}
		if query.Cursor = page.Next; query.Cursor == "" {
			break
		}
		fmt.Println("next page")
	}
	why, err := s.ExplainEvent(ctx, "", phone)
	fmt.Println(why.Explanation, err)
	// Output:
	// offer Tablet https://example.com/
	// offer Mobile https://m.example.com/
	// next page
	// offer Desktop https://example.com/
	// rule 0 "phones": yes (device "Mobile" saw "Mobile": yes) → https://m.example.com/ <nil>
}
