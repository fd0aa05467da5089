package storetest

import (
	"fmt"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
)

// day is when the links of the tests were created.
var day = time.Date(2026, 3, 14, 15, 9, 26, 535_000_000, time.UTC)

// id returns the nth UUIDv7. The order of n is the order of their bytes.
func id(n int) string {
	ms := uint64(day.UnixMilli()) + uint64(n)
	return fmt.Sprintf("%08x-%04x-7000-8000-%012x", ms>>16, ms&0xffff, n)
}

// link returns the nth link, with only the fields that it needs.
func link(n int) *linkpack.Link {
	return &linkpack.Link{
		ID:          id(n),
		Workspace:   linkpack.DefaultWorkspace,
		ShortCode:   fmt.Sprintf("code%d", n),
		Destination: "https://example.com/",
		Revision:    1,
		CreatedAt:   day,
		UpdatedAt:   day,
	}
}

// links returns the links from first to last.
func links(first, last int) (all []*linkpack.Link) {
	for n := first; n <= last; n++ {
		all = append(all, link(n))
	}
	return all
}

// fullLink returns the nth link with every field set but its number.
func fullLink(n int) *linkpack.Link {
	l := link(n)
	l.Workspace = "acme"
	l.Domain = "go.example.com"
	l.ShortCode = fmt.Sprintf("héllo-🎉-%d", n)
	l.ExternalID = fmt.Sprintf("order %d", n)
	l.Destination = "https://example.com/a?b=c&d=<e>#f"
	l.Aliases = []linkpack.Alias{{ShortCode: fmt.Sprintf("alias%d", n)}, {Domain: "b.example.com", ShortCode: fmt.Sprintf("b%d", n)}}
	l.Notes, l.Group = "line 1\r\nline 2", "campaigns"
	l.GroupID = "01900000-0000-7000-8000-00000000000a"
	l.Name = "Spring \"sale\" \u2028 & more"
	l.Tags = []string{"spring", "ünïcode"}
	l.Metadata = map[string]string{"order": "42", "": "empty key"}
	l.UTM = routing.UTM{Source: "news", Medium: "email", Campaign: "spring", Term: "a b", Content: "top"}
	l.Rules = []routing.Rule{fullRule(), {ID: "r2", Destination: "https://example.com/rest"}}
	l.Timezone = "Europe/Berlin"
	l.ForwardQuery, l.ForwardPath = true, true
	l.Design = "0190d1c0-0000-7000-8000-000000000001"
	l.Template, l.DesignRevision = "0190d1c0-0000-7000-8000-000000000002", 7
	l.RedirectStatus = 302
	l.StartsAt = day.Add(time.Hour)
	l.ExpiresAt = day.Add(48 * time.Hour)
	l.MaxClicks = 1<<32 - 1
	l.FallbackURL = "https://example.com/over"
	l.PasswordHash = "$2a$10$"
	l.Scripts = []linkpack.Script{{Content: "<script>alert(1)</script>", Position: linkpack.ScriptBody}}
	l.Card = linkpack.Card{Title: "Spring", Description: "sale", Image: "https://example.com/a.png"}
	l.LeadGoal, l.LeadTarget, l.TrackConversions = "sign-ups", "teams\nof five", true
	l.Disabled, l.DisabledReason = true, "phishing"
	l.Archived = true
	l.Revision = 7
	l.UpdatedAt = day.Add(time.Minute)
	l.UpdatedBy = "token 7"
	return l
}

func fullRule() routing.Rule {
	return routing.Rule{
		ID: "r1",
		Clauses: []routing.Clause{
			{Condition: "geo", Value: "US,CA"},
			{Condition: "device", Value: "Mobile", Not: true},
		},
		Percentage:  routing.Percent(33.333333),
		Timezone:    "Asia/Kathmandu",
		UTM:         routing.UTM{Source: "rule"},
		Destination: "https://example.com/rule",
		Split:       "s1",
	}
}

// spoil changes everything that a copy of l might share with it.
func spoil(l *linkpack.Link) {
	l.Destination = "https://spoiled.example"
	l.Tags[0] = "spoiled"
	l.Aliases[0].ShortCode = "spoiled"
	l.Scripts[0].Content = "spoiled"
	l.Metadata["order"] = "spoiled"
	l.Rules[0].Destination = "https://spoiled.example"
	l.Rules[0].Clauses[0].Value = "spoiled"
	*l.Rules[0].Percentage = 99
}

// edit says who makes a change, and when.
func edit() *linkpack.Edit { return &linkpack.Edit{Time: day.Add(time.Hour), Actor: "token 1"} }

// document returns the nth document of kind "token" in the workspace "acme".
func document(n int) *linkpack.Document {
	return &linkpack.Document{
		Kind:      "token",
		Workspace: "acme",
		ID:        fmt.Sprintf("t%03d", n),
		Keys:      []string{fmt.Sprintf("hash%d", n), fmt.Sprintf("name/%d", n)},
		Body:      []byte(fmt.Sprintf(`{"n":%d}`, n)),
	}
}
