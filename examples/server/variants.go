package main

import (
	"context"
	"net/netip"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
)

// variants returns visits that get different variants of a link. Who gets which one
// depends on a key that each store has for itself, so it tries addresses.
func variants(ctx context.Context, links *linkpack.Shortener, link *linkpack.Link) ([]try, error) {
	var tries []try
	seen := make(map[string]bool)
	for addr := netip.MustParseAddr("192.0.2.1"); len(tries) < len(link.Rules) && addr.Is4() && addr.As4()[3] < 255; addr = addr.Next() {
		got, err := links.Peek(ctx, "", link.ShortCode, &routing.Visit{Addr: addr, UserAgent: laptopAgent})
		if err != nil {
			return nil, err
		}
		if seen[got.Location] {
			continue
		}
		seen[got.Location] = true
		what := "each visitor keeps the same variant; this one gets " + got.Location
		tries = append(tries, try{what, laptop + " -H 'X-Forwarded-For: " + addr.String() + "'", true})
	}
	return tries, nil
}
