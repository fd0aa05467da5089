// Command goclient uses the clients that oapi-codegen makes from the descriptions. It is
// compiled and run by the tests, beside the clients.
package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"

	"github.com/linkpack/linkpack-go/httpadapter/apitest/linkbreakers"
	"github.com/linkpack/linkpack-go/httpadapter/apitest/linkpack"
)

func main() {
	ctx := context.Background()
	if err := errors.Join(useLinkPack(ctx), useLinkbreakers(ctx), useEvents(ctx)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// authorize adds the token to a request.
func authorize(_ context.Context, r *http.Request) error {
	r.Header.Set("Authorization", "Bearer "+os.Getenv("TOKEN"))
	return nil
}

func useLinkPack(ctx context.Context) error {
	client, err := linkpack.NewClientWithResponses(os.Getenv("SERVER"), linkpack.WithRequestEditorFn(authorize))
	if err != nil {
		return err
	}
	name := "Go"
	made, err := client.ShortenWithResponse(ctx, nil, linkpack.NewLink{LongUrl: "https://example.com/", Name: &name})
	if err != nil || made.JSON200 == nil {
		return fmt.Errorf("shorten: %w, %s", err, made.Body)
	}
	link, err := client.LinkWithResponse(ctx, made.JSON200.Id, nil)
	if err != nil || link.JSON200 == nil || *link.JSON200.Name != name {
		return fmt.Errorf("link: %w, %s", err, link.Body)
	}
	stats, err := client.StatsByIdWithResponse(ctx, made.JSON200.Id, nil)
	if err != nil || stats.JSON200 == nil || stats.JSON200.Link.ShortCode != link.JSON200.ShortCode {
		return fmt.Errorf("stats: %w, %s", err, stats.Body)
	}
	page, err := client.ListLinksWithResponse(ctx, nil)
	if err != nil || page.JSON200 == nil || len(page.JSON200.Links) == 0 {
		return fmt.Errorf("links: %w, %s", err, page.Body)
	}
	missing, err := client.LinkWithResponse(ctx, "nobody", nil)
	if err != nil || missing.JSON404 == nil || missing.JSON404.Error != "not found" {
		return fmt.Errorf("missing link: %w, %s", err, missing.Body)
	}
	return nil
}

func useLinkbreakers(ctx context.Context) error {
	client, err := linkbreakers.NewClientWithResponses(os.Getenv("SERVER"), linkbreakers.WithRequestEditorFn(authorize))
	if err != nil {
		return err
	}
	made, err := client.CreateLinkWithResponse(ctx, linkbreakers.CreateLinkRequest{Destination: "https://example.com/", Tags: &[]string{"go"}})
	if err != nil || made.JSON200 == nil {
		return fmt.Errorf("create link: %w, %s", err, made.Body)
	}
	tags, err := client.ListTagsWithResponse(ctx, nil)
	if err != nil || tags.JSON200 == nil || len(tags.JSON200.Tags) == 0 {
		return fmt.Errorf("tags: %w, %s", err, tags.Body)
	}
	missing, err := client.DeleteLinkWithResponse(ctx, "nobody")
	if err != nil || missing.JSON404 == nil || missing.JSON404.CodeType != "NOT_FOUND" {
		return fmt.Errorf("missing link: %w, %s", err, missing.Body)
	}
	return nil
}
