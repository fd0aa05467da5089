package bolt_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/bolt"
)

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
