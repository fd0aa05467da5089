package memory_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// A deleted link's short code is never given to another workspace.
func Example() {
	ctx := context.Background()
	s := memory.New()
	defer s.Close()

	sale := &linkpack.Link{ID: "1", ShortCode: "spring", Destination: "https://example.com/sale"}
	if err := s.CreateLinks(ctx, sale); err != nil {
		fmt.Println(err)
		return
	}
	if err := s.DeleteLinks(ctx, "", linkpack.Edit{}, sale.ID); err != nil {
		fmt.Println(err)
		return
	}

	_, err := s.LinkByCode(ctx, "", "spring")
	fmt.Println("the link is gone:", errors.Is(err, linkpack.ErrGone))
	err = s.CreateLinks(ctx, &linkpack.Link{ID: "2", Workspace: "other", ShortCode: "spring", Destination: "https://example.com/"})
	fmt.Println("the code is taken:", errors.Is(err, linkpack.ErrExists))
	// Output:
	// the link is gone: true
	// the code is taken: true
}
