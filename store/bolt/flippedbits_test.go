package bolt_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/bolt"
)

// TestAFlippedBitIsToldOrHasNoEffect flips one bit of a file after the other, asks
// everything that can be asked, and compares the answers with those of the sound file.
// It flips 25 bits, or 2000 if LINKPACK_ATTACK is 1.
func TestAFlippedBitIsToldOrHasNoEffect(t *testing.T) {
	flips, seed := 25, uint64(1)
	if os.Getenv("LINKPACK_ATTACK") == "1" {
		flips, seed = 2000, uint64(time.Now().UnixNano())
	}
	t.Logf("%d flips, seed %d", flips, seed)
	path, links := library(t)
	content := usedPages(t, path)
	truth := ask(t.Context(), path, links)
	for question, answer := range truth {
		if answer.err != nil && !answer.isAnswer() {
			t.Fatalf("%s: %v", question, answer.err)
		}
	}
	random := rand.New(rand.NewPCG(seed, 0))
	counts := make(map[string]int)
	for range flips {
		at, bit := random.IntN(len(content)), random.IntN(8)
		damaged := append([]byte(nil), content...)
		damaged[at] ^= 1 << bit
		effect := compare(truth, ask(t.Context(), file(t, damaged), links))
		counts[effect.name]++
		if effect.name == silentlyWrong {
			t.Errorf("byte %d, bit %d: %s", at, bit, effect.detail)
		}
	}
	for _, name := range []string{withoutEffect, refused, told, silentlyWrong} {
		t.Logf("%-16s %5d", name, counts[name])
	}
}

// The effects of a flipped bit.
const (
	withoutEffect = "without effect"
	refused       = "not opened"
	told          = "found and told"
	silentlyWrong = "silently wrong"
)

// answer is what a store answers to a question.
type answer struct {
	text string
	err  error
}

// isAnswer reports whether an error is one that a sound store returns.
func (a answer) isAnswer() bool {
	return errors.Is(a.err, linkpack.ErrNotFound) || errors.Is(a.err, linkpack.ErrGone)
}

// effect says what a flipped bit did.
type effect struct{ name, detail string }

// compare compares answers with the truth.
func compare(truth, got map[string]answer) effect {
	if got["open"].err != nil {
		return effect{name: refused}
	}
	result := effect{name: withoutEffect}
	for question, want := range truth {
		a, asked := got[question]
		failed := a.err != nil && !a.isAnswer()
		switch {
		case !asked:
			return effect{silentlyWrong, question + " was not asked"}
		case failed:
			result.name = told
		case a.text != want.text:
			return effect{silentlyWrong, fmt.Sprintf("%s:\n\tgot  %.300s\n\twant %.300s", question, a.text, want.text)}
		}
	}
	return result
}

// now is the time of the tests.
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

// ask opens a file and asks everything.
func ask(ctx context.Context, path string, links []*linkpack.Link) map[string]answer {
	answers := make(map[string]answer)
	store, err := bolt.Open(path, nil)
	if err == nil {
		defer store.Close()
		askStore(ctx, store, answers)
		var s *linkpack.Shortener
		if s, err = linkpack.New(store, libraryOptions(io.Discard)); err == nil {
			defer s.Close(ctx)
			askShortener(ctx, s, answers)
			askLinks(ctx, s, links, answers)
		}
	}
	answers["open"] = answer{err: err}
	return answers
}

// say adds an answer.
func say(answers map[string]answer, question string, value any, err error) {
	text, marshalErr := json.Marshal(value)
	a := answer{string(text), errors.Join(err, marshalErr)}
	if a.isAnswer() {
		a.text = "none"
	}
	answers[question] = a
}

// askStore asks for what a Shortener does not show.
func askStore(ctx context.Context, s *bolt.Store, answers map[string]answer) {
	changes, err := s.ChangesAfter(ctx, 0, 0)
	say(answers, "changes", changes, err)
	last, err := s.LastChange(ctx)
	say(answers, "last change", last, err)
	for _, workspace := range []string{"", "acme"} {
		deleted, err := s.DeletedLinks(ctx, workspace)
		say(answers, "deleted links of "+workspace, deleted, err)
		number, err := s.WorkspaceNumber(ctx, workspace)
		say(answers, "number of "+workspace, number, err)
	}
	for n := range libraryLinks {
		l := libraryLink(n)
		to, err := s.LinkTo(ctx, linkpack.Target{Workspace: l.Workspace, Domain: l.Domain, Destination: l.Destination})
		say(answers, fmt.Sprint("link to the destination of link ", n), to, err)
	}
	for n := range uint32(libraryLinks + 10) {
		l, err := s.LinkByNumber(ctx, n)
		say(answers, fmt.Sprint("link number ", n), l, err)
		uses, err := s.LinkUses(ctx, n)
		say(answers, fmt.Sprint("uses of number ", n), uses, err)
	}
}

// askShortener asks what a host application asks.
func askShortener(ctx context.Context, s *linkpack.Shortener, answers map[string]answer) {
	workspaces, err := s.Workspaces(ctx)
	say(answers, "workspaces", workspaces, err)
	for n := range libraryLinks {
		host, code := libraryCode(n)
		visit := &routing.Visit{Method: "HEAD", UserAgent: "curl/8"}
		for _, code := range []string{code, code + "x"} {
			res, err := s.Resolve(ctx, host, code, visit)
			say(answers, fmt.Sprint("visit of ", host, "/", code), res.Location, err)
		}
		res, err := s.Resolve(ctx, "x.example.org", fmt.Sprint("alias", n), visit)
		say(answers, fmt.Sprint("visit of alias ", n), res.Location, err)
	}
	for _, workspace := range []string{"default", "acme"} {
		askWorkspace(ctx, s, workspace, answers)
	}
	askTokens(ctx, s, answers)
}

// askTokens signs in with each token. It comes last, since lists of tokens show when
// that was done, and a damaged token is told here and not in the lists.
func askTokens(ctx context.Context, s *linkpack.Shortener, answers map[string]answer) {
	for n := range 22 {
		secret := fmt.Sprintf("secret-of-token-%03d", n)
		p, err := s.Authenticate(ctx, secret)
		if errors.Is(err, linkpack.ErrUnauthorized) && !errors.Is(err, linkpack.ErrDamaged) {
			err = linkpack.ErrNotFound
		}
		say(answers, secret, p, err)
	}
}

// askWorkspace asks for what a workspace has.
func askWorkspace(ctx context.Context, s *linkpack.Shortener, workspace string, answers map[string]answer) {
	say := func(question string, value any, err error) { say(answers, workspace+": "+question, value, err) }
	domains, err := s.Domains(ctx, workspace)
	say("domains", domains, err)
	tokens, err := s.Tokens(ctx, workspace)
	say("tokens", tokens, err)
	tags, err := s.Tags(ctx, workspace)
	say("tags", tags, err)
	for sort := linkpack.SortCreated; sort.Valid(); sort++ {
		for _, search := range []string{"", "K 7", "9"} {
			query := linkpack.LinkQuery{Workspace: workspace, Sort: sort, Search: search, Limit: 30}
			links, err := linksOf(ctx, s, query)
			say(fmt.Sprintf("links with %q by %d", search, sort), links, err)
		}
	}
	n, err := s.CountLinks(ctx, linkpack.LinkQuery{Workspace: workspace, Tags: []string{"tag2"}})
	say("links with a tag", n, err)
	askStats(ctx, s, workspace, say)
}

// linksOf returns all links of a query.
func linksOf(ctx context.Context, s *linkpack.Shortener, query linkpack.LinkQuery) (links []*linkpack.Link, err error) {
	for l, linkErr := range s.Links(ctx, query) {
		if err = errors.Join(err, linkErr); linkErr == nil {
			links = append(links, l)
		}
	}
	return links, err
}

// askLinks asks for each link.
func askLinks(ctx context.Context, s *linkpack.Shortener, links []*linkpack.Link, answers map[string]answer) {
	for _, l := range links {
		byID, err := s.Link(ctx, l.Workspace, l.ID)
		say(answers, "link "+l.ID, byID, err)
		byCode, err := s.LinkByCode(ctx, l.Workspace, l.Domain, l.ShortCode)
		say(answers, "link by code "+l.ShortCode, byCode, err)
		byExternalID, err := s.LinkByExternalID(ctx, l.Workspace, fmt.Sprint("order ", strings.TrimPrefix(l.Name, "Link ")))
		say(answers, "link by external id of "+l.ShortCode, byExternalID, err)
		revisions, err := s.LinkRevisions(ctx, l.Workspace, l.ID)
		say(answers, "revisions "+l.ID, revisions, err)
	}
}

// askStats asks for the statistics of a workspace. A difference that an audit finds is
// told.
func askStats(ctx context.Context, s *linkpack.Shortener, workspace string, say func(string, any, error)) {
	audit, err := s.Audit(ctx, &linkpack.ClickQuery{Workspace: workspace})
	if err == nil && len(audit.Findings) > 0 {
		err = fmt.Errorf("audit: %w", linkpack.ErrDamaged)
	}
	auditErr := err
	query := analytics.Query{From: libraryTime.AddDate(0, -1, 0), To: libraryTime, Granularity: analytics.Daily}
	stats, err := s.StatsOf(ctx, linkpack.LinkQuery{Workspace: workspace}, query)
	say("statistics", stats, errors.Join(err, auditErr))
	var clicks []analytics.Click
	for c, clickErr := range s.Export(ctx, linkpack.ClickQuery{Workspace: workspace}) {
		if err = errors.Join(err, clickErr); clickErr == nil {
			clicks = append(clicks, c)
		}
	}
	say("clicks", clicks, errors.Join(err, auditErr))
}
