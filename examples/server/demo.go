package main

import (
	"context"
	"errors"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
)

// demo is a demonstration link.
type demo struct {
	link linkpack.Link
	// tries are commands that show how the link works.
	tries []try
}

// try is a visit that curl makes to a link.
type try struct {
	what string
	args string
	// forwarded says that the visit sends another client address, which works
	// only if loopback is a trusted proxy.
	forwarded bool
}

// laptopAgent is the User-Agent header of a browser.
const laptopAgent = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"

// Only people's visits count as clicks, and curl is a bot, so the commands send the
// User-Agent of a browser.
const (
	laptop = `-A '` + laptopAgent + `'`
	phone  = `-A 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Mobile/15E148 Safari/604.1'`
)

// demos returns the demonstration links on a server at home.
func demos(home string) []demo {
	return []demo{
		{
			linkpack.Link{
				ShortCode: "launch", Name: "Campaign", Destination: "https://example.com/launch?ref=1#tickets",
				UTM: routing.UTM{Source: "newsletter", Medium: "email", Campaign: "summer_sale"},
			},
			[]try{{"campaign parameters are added", laptop, false}},
		},
		{
			linkpack.Link{
				ShortCode: "country", Name: "By country", Destination: "https://example.com/world",
				Rules: []routing.Rule{rule("geo", "US,CA", "https://example.com/north-america")},
			},
			[]try{{"a visitor from the United States", laptop + ` -H 'X-Forwarded-For: 8.8.8.8'`, true}},
		},
		{
			linkpack.Link{
				ShortCode: "device", Name: "By device", Destination: "https://example.com/desktop",
				Rules: []routing.Rule{
					rule("device", "Mobile", "https://example.com/mobile"),
					rule("device", "Tablet", "https://example.com/tablet"),
				},
			},
			[]try{{"a visitor with a phone", phone, false}},
		},
		{
			linkpack.Link{
				ShortCode: "referer", Name: "By referring site", Destination: "https://example.com/hello",
				Rules: []routing.Rule{rule("referer", "google.com", "https://example.com/hello-searcher")},
			},
			[]try{{"a visitor who followed a link on another site", laptop + ` -e https://www.google.com/`, false}},
		},
		{
			linkpack.Link{
				ShortCode: "hours", Name: "By the time of day", Destination: "https://example.com/closed",
				Timezone: "America/New_York",
				Rules:    []routing.Rule{rule("time", "09:00-17:00", "https://example.com/open")},
			},
			[]try{{"opening hours in New York", laptop, false}},
		},
		{
			linkpack.Link{
				ShortCode: "ab", Name: "A/B test", Destination: "https://example.com/original",
				Rules: []routing.Rule{
					share(50, "https://example.com/variant-a"),
					share(50, "https://example.com/variant-b"),
				},
			},
			nil, // see variants
		},
		{
			linkpack.Link{ShortCode: "tracked", Name: "Conversions", Destination: "https://example.com/shop", TrackConversions: true},
			[]try{{"the destination gets lbid, by which its pages record what the visitor does (see docs/conversions.md)", laptop, false}},
		},
		{
			pixelLink(home),
			[]try{{"a page runs a script before it leads on; in a browser, the next page shows that it was called", laptop, false}},
		},
	}
}

// makeDemo makes the demonstration links, all or none. If they already exist, it
// does nothing.
func makeDemo(ctx context.Context, links *linkpack.Shortener, home string) error {
	var all []linkpack.Link
	for _, d := range demos(home) {
		all = append(all, d.link)
	}
	_, err := links.CreateLinks(ctx, all)
	if errors.Is(err, linkpack.ErrExists) {
		return nil
	}
	return err
}
