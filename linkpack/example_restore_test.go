package linkpack_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// A link is deleted by mistake. Before that is noticed, its code is used again.
func ExampleShortener_RestoreLink() {
	ctx := context.Background()
	links, err := linkpack.New(memory.New(), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer links.Close(ctx)

	menu, err := links.CreateLink(ctx, linkpack.Link{ShortCode: "menu", Destination: "https://example.com/menu.pdf"})
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := links.DeleteLink(ctx, "", menu.ID); err != nil {
		fmt.Println(err)
		return
	}
	if _, err := links.CreateLink(ctx, linkpack.Link{ShortCode: "menu", Destination: "https://example.com/lunch"}); err != nil {
		fmt.Println(err)
		return
	}

	for link, err := range links.Links(ctx, linkpack.LinkQuery{Bin: linkpack.OnlyBin}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println("in the bin:", link.Destination)
	}
	_, err = links.RestoreLink(ctx, "", menu.ID, nil)
	fmt.Println("its code is taken:", errors.Is(err, linkpack.ErrExists))
	restored, err := links.RestoreLink(ctx, "", menu.ID, func(link *linkpack.Link) error {
		link.ShortCode = "old-menu"
		return nil
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(links.URL(restored))
	// Output:
	// in the bin: https://example.com/menu.pdf
	// its code is taken: true
	// http://localhost:8080/old-menu
}
