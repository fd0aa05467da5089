package bolt_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
)

// libraryTime is the time of the tests.
var libraryTime = time.Date(2026, 3, 14, 15, 0, 0, 0, time.UTC)

// libraryOptions are the options of the Shorteners that write and read the library.
func libraryOptions(log io.Writer) *linkpack.Options {
	return &linkpack.Options{
		BaseURL:   "https://sho.rt",
		Clock:     func() time.Time { return libraryTime },
		Logger:    slog.New(slog.NewTextHandler(log, nil)),
		LookupTXT: func(context.Context, string) ([]string, error) { return nil, nil },
	}
}

// library makes a file with some of everything, and returns its links.
func library(t *testing.T) (path string, links []*linkpack.Link) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "library.db")
	store := openFile(t, path)
	opts := libraryOptions(t.Output())
	var challenge string
	opts.LookupTXT = func(context.Context, string) ([]string, error) { return []string{challenge}, nil }
	s, err := linkpack.New(store, opts)
	if err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	must := func(errs ...error) {
		t.Helper()
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
	}
	_, err = s.CreateWorkspace(ctx, linkpack.Workspace{ID: "acme", Name: "Acme"})
	must(err)
	for _, host := range []string{"go.example.com", "x.example.org"} {
		d, err := s.CreateDomain(ctx, linkpack.Domain{Host: host, Workspace: "acme", NotFoundURL: "https://example.com/none"})
		must(err)
		challenge = d.Challenge.Value
		_, err = s.VerifyDomain(ctx, "acme", host)
		must(err)
	}
	for n := range 20 {
		_, err := s.CreateToken(ctx, linkpack.Token{Workspace: "acme", Name: fmt.Sprint("token ", n), Secret: fmt.Sprintf("secret-of-token-%03d", n)})
		must(err)
	}
	for n := range 2 {
		var links []linkpack.Link
		for i := range libraryLinks / 2 {
			links = append(links, libraryLink(libraryLinks/2*n+i))
		}
		_, err := s.CreateLinks(ctx, links)
		must(err)
	}
	page, err := s.ListLinks(ctx, linkpack.LinkQuery{Workspace: "acme", Limit: 100})
	must(err)
	for i, l := range page.Links {
		if i%3 == 0 {
			_, err := s.UpdateLink(ctx, "acme", l.ID, func(l *linkpack.Link) error { l.Notes += " changed"; return nil })
			must(err)
		}
		if i%10 == 9 {
			must(s.DeleteLink(ctx, "acme", l.ID))
		}
		if i%20 == 19 { // the others stay in the bin
			must(s.DeleteLinksNow(ctx, "acme", []string{l.ID}))
		}
	}
	for n := range 400 {
		host, code := libraryCode(n * 7 % libraryLinks)
		visit := &routing.Visit{
			Time: libraryTime.Add(-time.Duration(n) * time.Hour), Method: "GET",
			UserAgent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36",
			Referer:   fmt.Sprintf("https://from%d.example/", n%9),
		}
		res, err := s.Resolve(ctx, host, code, visit)
		if errors.Is(err, linkpack.ErrGone) {
			continue
		}
		must(err, s.Record(ctx, res))
	}
	for _, workspace := range []string{"default", "acme"} {
		for l, err := range s.Links(ctx, linkpack.LinkQuery{Workspace: workspace}) {
			must(err)
			links = append(links, l)
		}
	}
	must(s.Close(ctx), store.Close())
	return path, links
}

// libraryLinks is the number of links that are made.
const libraryLinks = 160

// libraryLink returns the nth link.
func libraryLink(n int) linkpack.Link {
	l := linkpack.Link{
		Destination: fmt.Sprintf("https://example.com/page/%d", n), Name: fmt.Sprint("Link ", n), Tags: []string{fmt.Sprint("tag", n%5)},
		Metadata: map[string]string{"n": fmt.Sprint(n)},
	}
	l.Domain, l.ShortCode = libraryCode(n)
	if n%2 == 1 {
		l.Workspace = "acme"
		l.Aliases = []linkpack.Alias{{Domain: "x.example.org", ShortCode: fmt.Sprint("alias", n)}}
	}
	if n%20 == 0 {
		l.MaxClicks = 1000
	}
	if n%4 == 1 {
		l.ExternalID = fmt.Sprint("order ", n)
	}
	return l
}

// libraryCode returns the domain and code of the nth link.
func libraryCode(n int) (host, code string) {
	if n%2 == 1 {
		host = "go.example.com"
	}
	return host, fmt.Sprintf("code-%03d", n)
}
