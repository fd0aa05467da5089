package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/linkpack/linkpack-go/httpadapter/geniuslinkv4"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing/geoip"
	"github.com/linkpack/linkpack-go/store/memory"
)

// rehearse checks the flags that the engine validates, with a store in memory.
func rehearse(ctx context.Context, cfg *config) (err error) {
	links, err := linkpack.New(memory.New(), &linkpack.Options{BaseURL: cfg.baseURL, Internal: cfg.internal})
	if err != nil {
		return fmt.Errorf("-base-url or -internal: %w", err)
	}
	defer func() { err = errors.Join(err, links.Close(context.WithoutCancel(ctx))) }()
	if first := firstSegment(cfg.baseURL); slices.Contains(links.Reserved(), first) {
		return fmt.Errorf("-base-url: the path must not begin with %q, which is reserved", first)
	}
	if cfg.token == "" {
		return nil
	}
	if _, err := links.CreateToken(ctx, linkpack.Token{Name: "-token", Secret: cfg.token}); err != nil {
		return fmt.Errorf("-token: %w", err)
	}
	return havePair(ctx, links, cfg.token, cfg.genius.secret)
}

// firstSegment returns the first segment of a URL's path in lower case.
func firstSegment(rawURL string) string {
	_, rest, _ := strings.Cut(rawURL, "://")
	_, path, _ := strings.Cut(rest, "/")
	first, _, _ := strings.Cut(path, "/")
	return strings.ToLower(first)
}

// prepare makes the token, the demonstration links and the links for load tests,
// before the server listens. It returns the API token, or "" if it was made at an
// earlier start.
func prepare(ctx context.Context, db linkpack.Store, places *geoip.Reader, cfg *config, out io.Writer) (token string, err error) {
	links, err := linkpack.New(db, &linkpack.Options{
		BaseURL: cfg.baseURL, Geo: places, Clicks: cfg.clicks, ScriptsAllowed: cfg.allowsScripts,
		SealKey: cfg.sealing.key, OldSealKeys: cfg.sealing.old,
	})
	if err != nil {
		return "", cfg.sealing.inFlags(err)
	}
	defer func() { err = errors.Join(err, links.Close(context.WithoutCancel(ctx))) }()

	tokens, err := links.Tokens(ctx, linkpack.DefaultWorkspace)
	if err != nil {
		return "", err
	}
	// The token is made last, so that an interrupted first start is repeated.
	first := len(tokens) == 0
	if first && !cfg.noDemo {
		if err := makeDemo(ctx, links, cfg.baseURL); err != nil {
			return "", fmt.Errorf("making the demonstration links: %w", err)
		}
	}
	if err := aimPixel(ctx, links, cfg.baseURL); err != nil {
		return "", fmt.Errorf("changing a demonstration link: %w", err)
	}
	token, err = haveToken(ctx, links, cfg.token, first, out)
	if err != nil {
		return "", err
	}
	if err := havePair(ctx, links, token, cfg.genius.secret); err != nil {
		return "", err
	}
	return token, seed(ctx, links, cfg.seed, out)
}

// havePair makes sure that clients of the Geniuslink API can send a token as key, with
// a secret. It does nothing if the token is unknown.
func havePair(ctx context.Context, links *linkpack.Shortener, token, secret string) error {
	if token == "" {
		return nil
	}
	pair := linkpack.Token{Name: "Geniuslink key", Secret: geniuslinkv4.Secret(token, cmp.Or(secret, token))}
	if _, err := links.CreateToken(ctx, pair); err != nil {
		return fmt.Errorf("-geniuslink-secret: %w", err)
	}
	return nil
}

// haveToken makes sure that the wanted token works. If none is wanted, it makes one
// at the first start.
func haveToken(ctx context.Context, links *linkpack.Shortener, wanted string, first bool, out io.Writer) (string, error) {
	switch {
	case wanted != "":
		if _, err := links.CreateToken(ctx, linkpack.Token{Name: "-token", Secret: wanted}); err != nil {
			return "", fmt.Errorf("-token: %w", err)
		}
		return wanted, nil
	case first:
		token, err := links.CreateToken(ctx, linkpack.Token{Name: "first start"})
		if err != nil {
			return "", fmt.Errorf("making a token: %w", err)
		}
		fmt.Fprintf(out, "Token, shown only now: %s\n\n", token.Secret)
		return token.Secret, nil
	default:
		return "", nil
	}
}
