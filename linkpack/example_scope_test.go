package linkpack_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// A partner gets a token that may read the links of one campaign and change nothing.
func ExampleScope() {
	ctx := context.Background()
	links, err := linkpack.New(memory.New(), &linkpack.Options{BaseURL: "https://go.example"})
	if err != nil {
		log.Fatal(err)
	}
	defer links.Close(ctx)
	for _, link := range []linkpack.Link{
		{Destination: "https://example.com/a", ShortCode: "a", Tags: []string{"spring"}},
		{Destination: "https://example.com/b", ShortCode: "b"},
	} {
		if _, err := links.CreateLink(ctx, link); err != nil {
			log.Fatal(err)
		}
	}
	token, err := links.CreateToken(ctx, linkpack.Token{
		Name: "partner", Scope: linkpack.Scope{Rights: linkpack.MayRead, Tag: "spring"},
	})
	if err != nil {
		log.Fatal(err)
	}

	// What httpadapter does for each request with the token:
	partner, err := links.Authenticate(ctx, token.Secret)
	if err != nil {
		log.Fatal(err)
	}
	ctx = linkpack.WithPrincipal(ctx, partner)

	page, err := links.ListLinks(ctx, linkpack.LinkQuery{})
	if err != nil {
		log.Fatal(err)
	}
	for _, link := range page.Links {
		fmt.Println("sees", link.ShortCode)
	}
	err = links.DeleteLink(ctx, "", page.Links[0].ID)
	fmt.Println("deletes it:", errors.Is(err, linkpack.ErrForbidden), err)
	// Output:
	// sees a
	// deletes it: true the right to change: linkpack: forbidden
}
