package linkpack_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/routing"
)

const secret = "open sesame"

// gateCase is a link with a gate that is open or closed.
type gateCase struct {
	name string
	set  func(*linkpack.Link, time.Time)
	err  error // for a refused visitor
}

func gateCases(hash string) []gateCase {
	return []gateCase{
		{"no gate", func(*linkpack.Link, time.Time) {}, nil},
		{"disabled", func(l *linkpack.Link, _ time.Time) { l.Disabled = true }, linkpack.ErrDisabled},
		{"archived", func(l *linkpack.Link, _ time.Time) { l.Archived = true }, linkpack.ErrNotFound},
		{"not started", func(l *linkpack.Link, now time.Time) { l.StartsAt = now.Add(time.Hour) }, linkpack.ErrNotFound},
		{"started", func(l *linkpack.Link, now time.Time) { l.StartsAt = now }, nil},
		{"expired", func(l *linkpack.Link, now time.Time) { l.ExpiresAt = now }, linkpack.ErrGone},
		{"expired with a fallback", func(l *linkpack.Link, now time.Time) { l.ExpiresAt, l.FallbackURL = now, home+"over" }, linkpack.ErrGone},
		{"expires later", func(l *linkpack.Link, now time.Time) { l.ExpiresAt = now.Add(1e9) }, nil},
		{"limited", func(l *linkpack.Link, _ time.Time) { l.MaxClicks = 1000 }, nil},
		{"password", func(l *linkpack.Link, _ time.Time) { l.PasswordHash = hash }, linkpack.ErrPassword},
		{"limited with a password", func(l *linkpack.Link, _ time.Time) { l.MaxClicks, l.PasswordHash = 1000, hash }, linkpack.ErrPassword},
		{"disabled, expired with a fallback and a password", func(l *linkpack.Link, now time.Time) {
			l.Disabled, l.ExpiresAt, l.FallbackURL, l.PasswordHash = true, now, home+"over", hash
		}, linkpack.ErrDisabled},
		{"archived and expired", func(l *linkpack.Link, now time.Time) { l.Archived, l.ExpiresAt = true, now }, linkpack.ErrNotFound},
		{"expired with a password", func(l *linkpack.Link, now time.Time) { l.ExpiresAt, l.PasswordHash = now, hash }, linkpack.ErrGone},
	}
}

// visitorCase is a kind of visitor.
type visitorCase struct {
	class analytics.Class
	make  func(*linkpacktest.Visit) *linkpacktest.Visit
}

func visitorCases() []visitorCase {
	return []visitorCase{
		{analytics.Human, func(v *linkpacktest.Visit) *linkpacktest.Visit { return v.Method("GET") }},
		{analytics.Internal, (*linkpacktest.Visit).Internal},
		{analytics.Head, func(v *linkpacktest.Visit) *linkpacktest.Visit { return v.Method("HEAD") }},
		{analytics.Prefetch, (*linkpacktest.Visit).Prefetch},
		{analytics.Preview, func(v *linkpacktest.Visit) *linkpacktest.Visit { return v.UserAgent("Slackbot-LinkExpanding 1.0") }},
		{analytics.Bot, func(v *linkpacktest.Visit) *linkpacktest.Visit { return v.UserAgent("curl/8.5.0") }},
	}
}

// ruleCase is a set of rules and the destination of a visitor from Germany.
type ruleCase struct {
	name  string
	rules []routing.Rule
	want  string
}

func ruleCases() []ruleCase {
	return []ruleCase{
		{"no rule", nil, home},
		{"a rule that matches", geoRules("DE", home+"de"), home + "de"},
		{"a rule that does not", geoRules("US", home+"us"), home},
		{"a split", []routing.Rule{{ID: "all", Percentage: routing.Percent(100), Destination: home + "all"}}, home + "all"},
		{"a negated rule", []routing.Rule{{ID: "not", Clauses: []routing.Clause{{Condition: "geo", Value: "US", Not: true}}, Destination: home + "abroad"}}, home + "abroad"},
	}
}

// TestEveryGateWithEveryRuleForEveryVisitor tests all combinations of gates,
// rules, visitors and methods.
func TestEveryGateWithEveryRuleForEveryVisitor(t *testing.T) {
	kit := linkpacktest.New(t)
	for _, gate := range gateCases(locked(t, linkpack.Link{}).PasswordHash) {
		for _, rules := range ruleCases() {
			link := linkpack.Link{Destination: home, Rules: rules.rules}
			gate.set(&link, kit.Now())
			made := kit.NewLink(link)
			for _, visitor := range visitorCases() {
				t.Run(fmt.Sprintf("%s/%s/%v", gate.name, rules.name, visitor.class), func(t *testing.T) {
					c := crossing{t, kit, made, gate, rules.want, visitor}
					c.visit()
					c.peek()
					if errors.Is(gate.err, linkpack.ErrPassword) && rules.name == "no rule" && visitor.class == analytics.Human {
						c.unlock()
					}
				})
			}
		}
	}
}

// crossing is one combination.
type crossing struct {
	*testing.T
	kit     *linkpacktest.Kit
	link    *linkpack.Link
	gate    gateCase
	want    string
	visitor visitorCase
}

func (c crossing) begin() *linkpacktest.Visit { return c.visitor.make(c.kit.Visit(c.link).From("DE")) }

func (c crossing) uses() uint32 {
	uses, err := c.kit.LinkUses(c.Context(), c.link.Workspace, c.link.ID)
	if err != nil {
		c.Fatal(err)
	}
	return uses
}

func (c crossing) classes() analytics.ClassCounts {
	c.Helper()
	if err := c.kit.Flush(c.Context()); err != nil {
		c.Fatal(err)
	}
	stats, err := c.kit.Stats(c.Context(), c.link.Workspace, c.link.ID, analytics.Query{})
	if err != nil {
		c.Fatal(err)
	}
	return stats.Classes
}

// visit tests Resolve and Record.
func (c crossing) visit() {
	c.Helper()
	before, used := c.classes(), c.uses()
	res, err := c.begin().Resolve()
	if err := c.kit.Record(c.Context(), res); err != nil {
		c.Fatal(err)
	}
	want, wantErr, class, uses := c.want, c.gate.err, c.visitor.class, used
	limited := c.link.MaxClicks > 0 && wantErr == nil
	switch {
	case errors.Is(wantErr, linkpack.ErrGone) && c.link.FallbackURL != "":
		want, wantErr, class = c.link.FallbackURL, nil, analytics.Blocked
	case wantErr != nil:
		want, class = "", analytics.Blocked
	case limited && class == analytics.Human:
		uses++
	case limited && class != analytics.Internal:
		want = ""
	}
	if res.Location != want || !errors.Is(err, wantErr) || !res.Found() {
		c.Errorf("leads to %q, %v; want %q, %v", res.Location, err, want, wantErr)
	}
	if res.Preview != (limited && class != analytics.Human && class != analytics.Internal) || res.Fallback != (c.gate.err != nil && want != "") {
		c.Errorf("preview %v, fallback %v", res.Preview, res.Fallback)
	}
	if got := c.uses(); got != uses {
		c.Errorf("%d uses, want %d", got, uses)
	}
	before[class]++
	if got := c.classes(); got != before {
		c.Errorf("counted %v, want %v", got, before)
	}
}

// peek tests that Peek counts nothing.
func (c crossing) peek() {
	c.Helper()
	before, used := c.classes(), c.uses()
	res, err := c.begin().Peek()
	if err := c.kit.Record(c.Context(), res); err != nil {
		c.Fatal(err)
	}
	want := c.want
	if c.gate.err != nil || c.link.MaxClicks > 0 {
		want = ""
	}
	if res.Location != want || !errors.Is(err, c.gate.err) || res.Preview != (c.link.MaxClicks > 0 && err == nil) {
		c.Errorf("Peek shows %q, preview %v, %v; want %q, %v", res.Location, res.Preview, err, want, c.gate.err)
	}
	if c.classes() != before || c.uses() != used {
		c.Error("Peek left a trace")
	}
}

// unlock tests a wrong password, then the right one.
func (c crossing) unlock() {
	c.Helper()
	if res, err := c.begin().Unlock("wrong"); !errors.Is(err, linkpack.ErrPassword) || res.Location != "" {
		c.Errorf("a wrong password leads to %q, %v", res.Location, err)
	}
	before, used := c.classes(), c.uses()
	res, err := c.begin().Unlock(secret)
	if err != nil || res.Location != c.want {
		c.Errorf("the right password leads to %q, %v", res.Location, err)
	}
	if err := c.kit.Record(c.Context(), res); err != nil {
		c.Fatal(err)
	}
	if before[analytics.Human]++; c.classes() != before {
		c.Errorf("the right password counts as %v, want %v", c.classes(), before)
	}
	if got, want := c.uses()-used, min(c.link.MaxClicks, 1); got != want {
		c.Errorf("the right password took %d uses, want %d", got, want)
	}
}

func TestGatesThatDoNotFitTheLinkAreRefused(t *testing.T) {
	kit := linkpacktest.New(t)
	for field, link := range map[string]linkpack.Link{
		"redirect_status":       {MaxClicks: 1, RedirectStatus: 301},
		"fallback_url":          {FallbackURL: "javascript:alert(1)"},
		"password_hash":         {PasswordHash: "plain text"},
		"disabled_reason":       {DisabledReason: strings.Repeat("x", 501)},
		"notes":                 {Notes: strings.Repeat("x", 10_001)},
		"group":                 {Group: "\x00"},
		"card.title":            {Card: linkpack.Card{Title: strings.Repeat("x", 201)}},
		"card.image":            {Card: linkpack.Card{Image: "data:image/png;base64,xx"}},
		"retargeting_scripts":   {Scripts: []linkpack.Script{{Content: "alert(1)"}}},
		"aliases[0].short_code": {Aliases: []linkpack.Alias{{ShortCode: "a/b"}}},
		"aliases[1].short_code": {Aliases: []linkpack.Alias{{ShortCode: "a"}, {ShortCode: "a"}}},
		"aliases[0].domain":     {Aliases: []linkpack.Alias{{Domain: "unknown.example", ShortCode: "a"}}},
		"aliases":               {Aliases: make([]linkpack.Alias, 51)},
	} {
		link.Destination = home
		_, err := kit.CreateLink(t.Context(), link)
		var fault *linkpack.FieldError
		if !errors.As(err, &fault) || fault.Field != field {
			t.Errorf("got %v, want a FieldError of %s", err, field)
		}
	}
}
