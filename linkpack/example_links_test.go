package linkpack_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// A one-time link redirects one person. Peek neither counts as a use nor shows
// the destination.
func ExampleShortener_Peek() {
	ctx := context.Background()
	s, err := linkpack.New(memory.New(), nil)
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close(ctx)
	_, err = s.CreateLink(ctx, linkpack.Link{ShortCode: "once", Destination: "https://example.com/ticket", MaxClicks: 1})
	if err != nil {
		log.Fatal(err)
	}

	look, err := s.Peek(ctx, "go.example", "once", new(routing.Visit))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%q %v\n", look.Location, look.Preview)
	for range 2 {
		browser := &routing.Visit{UserAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
		res, err := s.Resolve(ctx, "go.example", "once", browser)
		fmt.Printf("%q %v\n", res.Location, err)
	}
	// Output:
	// "" true
	// "https://example.com/ticket" <nil>
	// "" linkpack: gone
}

func ExampleShortener_LinkRevisions() {
	ctx := linkpack.WithActor(context.Background(), "ann")
	s, err := linkpack.New(memory.New(), nil)
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close(ctx)
	link, err := s.CreateLink(ctx, linkpack.Link{ShortCode: "sale", Destination: "https://example.com/"})
	if err != nil {
		log.Fatal(err)
	}
	_, err = s.UpdateLink(ctx, "", link.ID, func(l *linkpack.Link) error {
		l.Destination = "https://example.com/typo"
		return nil
	})
	if err != nil {
		log.Fatal(err)
	}

	back, err := s.RollBackLink(ctx, "", link.ID, 1)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(back.Destination)
	revisions, err := s.LinkRevisions(ctx, "", link.ID)
	if err != nil {
		log.Fatal(err)
	}
	for _, change := range revisions[0].Changes {
		fmt.Println(revisions[0].Number, revisions[0].Actor, change.Field, change.From, "→", change.To)
	}
	// Output:
	// https://example.com/
	// 3 ann destination https://example.com/typo → https://example.com/
}

func ExampleShortener_CreateLinkOnce() {
	ctx := context.Background()
	s, err := linkpack.New(memory.New(), nil)
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close(ctx)

	link := linkpack.Link{Destination: "https://example.com/"}
	first, _, err := s.CreateLinkOnce(ctx, "order-42", nil, link)
	if err != nil {
		log.Fatal(err)
	}
	again, replayed, err := s.CreateLinkOnce(ctx, "order-42", nil, link)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(again.ID == first.ID, replayed)
	// Output:
	// true true
}

// UpdateLinks changes all links or none.
func ExampleShortener_UpdateLinks() {
	ctx := context.Background()
	s, err := linkpack.New(memory.New(), nil)
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close(ctx)
	links, err := s.CreateLinks(ctx, []linkpack.Link{{Destination: "https://example.com/a"}, {Destination: "https://example.com/b"}})
	if err != nil {
		log.Fatal(err)
	}

	destinations := []string{"https://example.com/c", "example.com/d"}
	_, err = s.UpdateLinks(ctx, "", []string{links[0].ID, links[1].ID}, func(i int, l *linkpack.Link) error {
		l.Destination = destinations[i]
		return nil
	})
	var at *linkpack.IndexError
	var fault *linkpack.FieldError
	if errors.As(err, &at) && errors.As(err, &fault) {
		fmt.Println(at.Index, "|", fault.Field, "|", fault.Reason)
	}
	// Output:
	// 1 | links[1].destination | must be an absolute URL, as in https://example.com/page
}

func ExampleShortener_ListLinks() {
	ctx := context.Background()
	s, err := linkpack.New(memory.New(), nil)
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close(ctx)
	for _, name := range []string{"Winter sale", "About us", "Autumn sale"} {
		if _, err := s.CreateLink(ctx, linkpack.Link{Name: name, Destination: "https://example.com/"}); err != nil {
			log.Fatal(err)
		}
	}

	page, err := s.ListLinks(ctx, linkpack.LinkQuery{Search: "SALE", Sort: linkpack.SortName, Ascending: true})
	if err != nil {
		log.Fatal(err)
	}
	for _, link := range page.Links {
		fmt.Println(link.Name)
	}
	// Output:
	// Autumn sale
	// Winter sale
}
