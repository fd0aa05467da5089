// Package linkpackv1 speaks the Link Pack API, version 1.
//
//	POST   /api/v1/shorten            makes a link
//	GET    /api/v1/link/{id}          returns a link
//	PATCH  /api/v1/link/{id}          changes the fields that are sent; null clears
//	DELETE /api/v1/link/{id}          removes a link
//	GET    /api/v1/links              lists links: limit, cursor, search, tag,
//	                                  group, domain, archived, sort
//	GET    /api/v1/stats/{shortCode}  counts clicks: startDate, endDate, domain,
//	                                  timezone, granularity, compare, top, filter
//
//	POST   /api/v1/links/bulk         makes links: {"links": [{…}, …]}
//	PATCH  /api/v1/links/bulk         changes links: {"links": [{"id": …, …}, …]}
//	DELETE /api/v1/links/bulk         removes links: {"ids": […]}
//
//	GET    /api/v1/tags               lists tags and how many links have them
//	PATCH  /api/v1/tags/{name}        renames a tag: {"name": …}
//	DELETE /api/v1/tags/{name}        takes a tag from all links
//
//	GET    /api/v1/domains                lists domains
//	POST   /api/v1/domains                registers a domain
//	GET    /api/v1/domains/{host}         returns a domain
//	PATCH  /api/v1/domains/{host}         changes the fields that are sent
//	DELETE /api/v1/domains/{host}         gives a domain up
//	POST   /api/v1/domains/{host}/verify  looks for the record of its challenge
//
// Clients send "Authorization: Bearer <token>" and may make 10 requests per
// second with each token; [linkpack.Shortener.CreateToken] makes one. A body is
// JSON with "Content-Type: application/json", which curl sends with --json:
//
//	curl --json '{"longUrl": "https://example.com/"}' -H "Authorization: Bearer $TOKEN" https://go.example.com/api/v1/shorten
//
// # Links
//
// What a client may set, on making a link and on changing it:
//
//	longUrl, long_url           where the link leads; either name
//	shortCode, short_code       the code; either name
//	domain                      one of the host's or the workspace's domains
//	aliases                     further codes: [{"domain": …, "short_code": …}]
//	name, tags, metadata        labels: text, list of texts, object of texts
//	notes, group                for whoever manages the links
//	utm_source … utm_content    parameters set on every destination
//	traffic_routing             rules, replaced as a whole: [{"condition": "geo",
//	                            "value": "US,CA", "destination": …}]
//	timezone                    IANA zone of time rules that name none
//	forward_query               whether the visitor's parameters are passed on
//	forward_path                whether the path behind the code is passed on
//	redirect_status             301, 302, 307 or 308
//	starts_at, expires_at       times as in 2026-01-31T09:00:00Z
//	max_clicks                  how many people the link redirects
//	fallback_url                where it leads once it has expired or is used up
//	password                    that visitors need; answers have has_password
//	retargeting_scripts         [{"content": …, "position": "head" or "body"}]
//	preview_title, preview_description, preview_image
//	                            what chats and feeds show of the link
//	design                      the id of the design of its QR code, which the
//	                            host made by CreateDesign
//	archived                    whether the link answers as if it were not there
//
// The package routing lists the conditions, and [routing.Rule.MarshalJSON] all
// that a rule can have.
//
// Of a domain they may set host (when it is registered), fold_case, unicode_codes,
// not_found_url, root_url and fallback_url; see [linkpack.Domain].
//
// Making a link answers id, shortCode, shortUrl and longUrl; the other calls
// answer the whole link, with createdAt and updatedAt. Those for one link add
// warnings, in the form of an error's details, about rules that no visit can
// reach. Fields that are not known are ignored unless Options.Strict is set; but
// one that differs from a known one by case and underscores alone, such as
// maxClicks, is always refused.
//
// A code that a link gives up answers 410 from then on and is never given again,
// unless to that link. To keep it, send it in the aliases together with the new
// shortCode.
//
// A call for several links, at most 1,000 and 20 of them with a password, does
// all or nothing; its errors name the link, as in "links[3].longUrl".
//
// Lists are sorted by createdAt, updatedAt, name or shortCode, with "-" before it
// for the reverse; "-createdAt" is the default. A parameter of a list, or of
// statistics but for their filters, is refused when it is repeated.
//
// # Doing things once
//
// A link that is made with an Idempotency-Key is made once within 24 hours: the
// same request again is answered by the same link, with Idempotency-Replayed.
// Calls for several links take no key.
//
// A whole link, and a new one, comes with an ETag. A change with If-Match is made
// only to that version of the link, and answered 412 when there is another. So
// is a removal, but for a change that arrives in the very moment of it.
//
// # Errors
//
//	{"error": "longUrl: is required", "details": [{"field": "longUrl", "reason": "is required"}]}
//
// with the statuses of [httpadapter.Problem]; details are there when fields of
// the request are wrong. A rule's only clause is named as it is answered,
// traffic_routing[0].value, also when it was sent as a list of one.
//
// # Statistics
//
// Without startDate and endDate, statistics are from the day the link was made
// to today: imported clicks that are older need a startDate. A range has at most
// 36,500 days. More can be asked for (curl takes the brackets with -g):
//
//	timezone=Europe/Paris      whose days are meant, instead of the workspace's
//	granularity=hour           adds series: hour, day, week or month
//	compare=true               adds previous: as many days directly before
//	top=10                     the most values of a list; the others are added up as
//	                           "Other", with "rest": true, in every list that has more
//	filter[country]=US,CA      keeps the clicks that have one of the values
//
// Filters are country, region, city, device, operatingSystem, browser, language,
// referer, rule, destination, trigger (click or scan) and utm_source to
// utm_content; each is repeated for more values, or has a list where no value
// holds a comma: all but city, rule, destination and the parameters. Values are
// written as they are answered, Unknown and Direct too; an empty one stands for
// null. Several filters must all be met.
//
// Beside what the document has, the answer holds requests by class; uniques, the
// different visitors of a range within one UTC day, or within one key period if
// the host chose longer ones, and dailyUniques, those of each UTC day added up;
// lists of regions, cities, browsers, operatingSystems, languages, rules,
// destinations, triggers and utm_sources to utm_contents; weekdays with their
// hours; splits, whose check compares how visitors were divided with the rules'
// percentages; lostClicks, which could not be recorded; and removedUntil, when
// clicks were needed that the log no longer keeps: see [analytics.Stats] for all
// of these.
package linkpackv1

import (
	"time"

	"github.com/linkpack/linkpack-go/httpadapter"
)

// Options adjust an [API]. The zero value works.
type Options struct {
	// Strict refuses requests with fields that are not known, naming them.
	// Defaults to ignoring those that are not just another way of writing a known
	// one.
	Strict bool
	// Limit is how often each token may make requests. Defaults to 10 per
	// second.
	Limit httpadapter.Limit
}

// API is the Link Pack dialect, for Options.APIs of [httpadapter.New]. It is
// immutable and safe for concurrent use.
type API struct {
	strict bool
	limit  httpadapter.Limit
}

// New returns the dialect. nil options are the defaults.
func New(opts *Options) *API {
	if opts == nil {
		opts = &Options{}
	}
	a := &API{strict: opts.Strict, limit: opts.Limit}
	if a.limit == (httpadapter.Limit{}) {
		a.limit = httpadapter.Limit{Requests: 10, Window: time.Second}
	}
	return a
}

// Limit returns the limit of the options.
func (a *API) Limit() httpadapter.Limit { return a.limit }
