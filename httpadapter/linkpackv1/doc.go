// Package linkpackv1 serves version 1 of the Link Pack API. Give it to the handler
// of httpadapter:
//
//	httpadapter.New(shortener, &httpadapter.Options{APIs: []httpadapter.API{linkpackv1.New(nil)}})
//
// # Operations
//
//	POST   /api/v1/shorten            makes a link
//	GET    /api/v1/link/{id}          returns a link: deleted
//	GET    /api/v1/link               returns the link of an external id: externalId
//	PATCH  /api/v1/link/{id}          changes the sent fields; null clears a field
//	DELETE /api/v1/link/{id}          puts a link into the bin: permanent
//	GET    /api/v1/links              lists links: limit, cursor, search, tag,
//	                                  group, domain, archived, deleted, sort
//	GET    /api/v1/stats/{shortCode}  counts clicks: startDate, endDate, domain,
//	                                  timezone, granularity, compare, top, filter
//
//	GET    /api/v1/stats              counts the clicks of all links or of those that
//	                                  match: search, tag, group, domain, archived,
//	                                  metadata, by, and the parameters of a link
//
//	POST   /api/v1/link/{id}/restore  takes a link out of the bin
//	GET    /api/v1/link/{id}/stats    counts clicks, also those of a link in the bin
//	GET    /api/v1/link/{id}/clicks   lists them one by one, newest first: from, to,
//	                                  conversions, limit, cursor
//	DELETE /api/v1/visitor/{id}       erases a visitor
//
//	PATCH  /api/v1/links              changes all links that match: search, tag, group,
//	                                  domain, archived, expected, dryRun, limit, cursor
//	DELETE /api/v1/links              removes all links that match, likewise
//
//	POST   /api/v1/links/bulk         makes links: {"links": [{…}, …]}
//	PATCH  /api/v1/links/bulk         changes links: {"links": [{"id": …, …}, …]}
//	DELETE /api/v1/links/bulk         puts links into the bin: {"ids": […]}; permanent
//	POST   /api/v1/links/bulk/restore takes links out of the bin: {"links": [{"id": …}, …]}
//
//	GET    /api/v1/links/qr.zip       returns the QR codes of a list of links, with
//	                                  its parameters except deleted, and format,
//	                                  size, sheet, placement
//	POST   /api/v1/links/qr.zip       returns those of some links: {"ids": […]}
//
//	GET    /api/v1/tags               lists tags with their numbers of links
//	PATCH  /api/v1/tags/{name}        renames a tag: {"name": …}
//	DELETE /api/v1/tags/{name}        removes a tag from all links
//
//	GET    /api/v1/domains                lists domains
//	POST   /api/v1/domains                registers a domain
//	GET    /api/v1/domains/{host}         returns a domain
//	PATCH  /api/v1/domains/{host}         changes the sent fields
//	DELETE /api/v1/domains/{host}         removes a domain
//	POST   /api/v1/domains/{host}/verify  looks up the DNS record of its challenge
//
//	POST   /api/v1/key/rotate         answers a new key in place of that of the request
//	GET    /api/v1/openapi.json       describes the API (OpenAPI 3.0); needs no token
//
// Clients send "Authorization: Bearer <token>"; [linkpack.Shortener.CreateToken]
// makes a token. Each token may make 10 requests per second. A body is JSON with
// "Content-Type: application/json", which curl sends with --json:
//
//	curl --json '{"longUrl": "https://example.com/"}' -H "Authorization: Bearer $TOKEN" https://go.example.com/api/v1/shorten
//
// # Links
//
// A client may set these fields when it makes or changes a link:
//
//	longUrl, long_url           the destination; either name
//	shortCode, short_code       the code; either name
//	domain                      one of the host's or the workspace's domains
//	aliases                     further codes: [{"domain": …, "short_code": …}]
//	name, tags, metadata        labels: text, list of texts, object of texts
//	notes, group                for the people who manage the links
//	utm_source … utm_content    parameters set on every destination
//	traffic_routing             all rules of the link: [{"condition": "geo",
//	                            "value": "US,CA", "destination": …}]
//	timezone                    IANA zone of time rules without a zone
//	forward_query               whether the visitor's parameters are forwarded
//	forward_path                whether the path after the code is forwarded
//	redirect_status             301, 302, 307 or 308
//	starts_at, expires_at       times as in 2026-01-31T09:00:00Z
//	max_clicks                  how many people the link redirects
//	fallback_url                the destination after the link's expiry or last use
//	password                    for visitors; answers have has_password instead
//	retargeting_scripts         [{"content": …, "position": "head" or "body"}], or
//	                            [content, …], or one content
//	preview_title, preview_description, preview_image
//	                            the preview of the link in chats and feeds
//	design                      the id of the design of its QR code, made by the
//	                            host with CreateDesign
//	lead_goal, lead_target      what the link is for and who is a good lead, for those
//	                            who score leads
//	track_conversions           whether the destination gets lbid, which names the click
//	archived                    whether the link answers as if it did not exist
//	externalId                  the id in your own system, at most 255 bytes; no two
//	                            links of a workspace have the same
//
// The package routing documents the conditions, and [routing.Rule.MarshalJSON] the
// fields of a rule.
//
// The fields of a domain are host (only when it is registered), fold_case,
// unicode_codes, not_found_url, root_url and fallback_url; see [linkpack.Domain]. In
// paths, the id of a domain can stand in place of its host. Several workspaces can
// register a host. The first that verifies it has it alone, and the verification of
// the others is answered 409. A domain that is not verified within 14 days is removed.
//
// Making a link answers id, shortCode, shortUrl and longUrl. The other operations
// answer the whole link, with createdAt and updatedAt. Operations on one link add
// warnings about rules that no visit can reach, in the form of error details. A list
// of links adds totalClicks, the clicks of each link on all days up to now. It is left
// out while damaged figures are counted again.
//
// A request with an unknown field or query parameter is refused, unless
// Options.AllowUnknownFields is set. A field that differs from a known one only by
// case and underscores, such as maxClicks, is always refused.
//
// createdAt can be set when a link is made, to a time in the past, as for links of
// another system. A change may have the other fields of an answer, so that a link
// can be sent back as it was read; their values must be those of the link, except
// updatedAt, revision, warnings and totalClicks, which are ignored.
//
// When a link gets another code, its old code answers 410 and only links of the same
// workspace can take it. To keep the old code working, send it in aliases together
// with the new shortCode.
//
// An operation on several links changes all of them or none. It takes at most 1,000
// links, at most 20 of them with a password. Errors name the link, as in
// "links[3].longUrl".
//
// QR codes are served if Options.Codes is set: a ZIP file with a file for each link,
// named by its code. The format is png (the default), svg, jpeg, webp or pdf; the
// size is in pixels, for pdf in millimetres as in 30mm; sheet=40mm adds A4 pages to
// print, with codes of this size; placement=poster-a says where the codes will be, as
// statistics tell. The file warnings.txt names codes that scanners may not read. An
// archive has at most 1,000 links. If there are more, limit is required, and the header
// Next-Cursor has the cursor of the rest.
//
// Lists can be sorted by createdAt, updatedAt, name, shortCode or totalClicks (clicks
// for short); a leading "-" reverses the order. The default is "-createdAt", and
// "-totalClicks" has the most clicked links first. The order by clicks is at most a
// minute old when a list begins and stays the same on its pages; see
// [linkpack.SortClicks]. Query parameters must not be repeated, except the filters of
// statistics. Records that cannot be read, since a disk has damaged them, are left out
// of lists and tags; the header Damaged-Records of the answer has their number.
//
// # Links that match
//
// PATCH and DELETE of /api/v1/links change or remove all links that match the filters of
// a list, at least one of them. First ask how many these are; nothing is changed:
//
//	PATCH /api/v1/links?group=summer&dryRun=true
//	{"matched": 1200, "changed": 0, "failed": [], "nextCursor": null}
//
// Then send that number as expected. If another number of links match by then, the
// answer is 409 and nothing is changed:
//
//	PATCH /api/v1/links?group=summer&expected=1200    {"group": "archive", "archived": true}
//	{"matched": 250, "changed": 249, "failed": [{"id": …, "error": …, "details": […]}], "nextCursor": "…"}
//
// Each request handles at most limit links, from 1 to 1,000, by default 250. Send it
// again with cursor=nextCursor in place of expected, until nextCursor is null. No link is
// skipped or changed twice, though it may not match any more. A link that cannot be
// changed is in failed and keeps no other from being changed. The fields are those of a
// change of one link, without shortCode and aliases. A design's or a domain's links are
// moved in the same way: {"domain": "new.example"}.
//
// # The bin
//
// A deleted link is in the bin for 30 days, or as long as the host says, and then
// removed. Its codes answer 410, and it has a deletedAt. Only the operations of this
// section find it: a list and GET with deleted=true, its statistics by its id, and
// restore, which returns the link with everything it had. permanent=true removes a
// link at once, from the bin, too.
//
// The code of a deleted link can be given to a new link of the same workspace. Restoring
// the old link then answers 409. Send it another shortCode, or null for a generated
// one. The same holds for its externalId. The body of restore may have any fields, as for
// a change, or be missing.
//
// # Find or make
//
// With "findIfExists": true, making a link answers an existing one: the link with the
// same externalId, else a link with the same longUrl on the same domain, else a new
// link. The answer's "created" says whether the link is new. An existing link is not
// changed, also if other fields differ. [linkpack.Shortener.EnsureLink] says which
// links are found; for instance, a link with a password or max_clicks is only found by
// its externalId. Of several requests at once, one makes the link. Of several links in
// one request, all must have the same findIfExists, and a later one can be that of an
// earlier one.
//
// # Idempotency and versions
//
// A link that is made with an Idempotency-Key is made only once within 24 hours. If
// the same request is sent again, byte for byte, it is answered with the same link
// and the header Idempotency-Replayed. Another request with the same key is refused,
// and so is making several links with a key, or one with findIfExists.
//
// Answers with one link have an ETag. With If-Match, a change is made only to that
// version of the link; if the link has another version, the answer is 412. The same
// holds for a deletion, except that a change at the very same moment can be missed.
//
// # Key rotation
//
// A key is replaced by a new one with the same rights, which is answered once. It has
// to have all rights. The old key works for another graceSeconds, at most 30 days; by
// default it stops working at once:
//
//	POST /api/v1/key/rotate    {"graceSeconds": 3600}
//	{"id": …, "key": "lp_…"}
//
// Of several rotations at once, the last one's key stays, and the others' are old ones.
// This operation is not one of Link Pack's.
//
// # Errors
//
//	{"error": "longUrl: is required", "details": [{"field": "longUrl", "reason": "is required"}]}
//
// The statuses are those of [httpadapter.Problem]. The details list the wrong fields
// of the request, if there are any. If a rule has only one clause, its fields are
// named without the list, as in traffic_routing[0].value, even if a list was sent.
//
// # Statistics
//
// By default, statistics are from the day the link was made until today. For older,
// imported clicks, set startDate. A range has at most 36,500 days. These parameters
// ask for more (with curl, use -g for the brackets):
//
//	timezone=Europe/Paris      the zone of days and hours; default: the workspace's
//	granularity=hour           adds series: hour, day, week or month
//	compare=true               adds previous: the same number of days directly before
//	top=10                     limits each list to this number of values; the others
//	                           are added up as "Other", with "rest": true
//	filter[country]=US,CA      counts only clicks with one of the values
//
// The filters are country, region, city, device, operatingSystem, browser, language,
// referer, rule, destination, trigger (click or scan), placement (of the scanned QR
// code), and utm_source to utm_content.
// Values are written as in the answer, including Unknown and Direct; an empty value
// stands for null. A filter can be repeated for several values. It can also have a
// list of values separated by commas, except city, rule, destination and the
// parameters, whose values may contain commas. If there are several filters, a click
// must pass all of them.
//
// The answer has the fields of the Link Pack API and these, which [analytics.Stats]
// explains:
//
//   - requests by class: blocked, internal, head, prefetch, preview, bot, human
//   - uniques: the different visitors, if the range lies within one UTC day, or within
//     one key period if the host chose longer ones
//   - dailyUniques: the different visitors of each UTC day, added up
//   - regions, cities, browsers, operatingSystems, languages, rules, destinations,
//     triggers, utm_sources to utm_contents, and placements of scanned QR codes
//   - weekdays with their hours
//   - splits: how visitors were divided, with a check against the rules' percentages,
//     and the conversions of each variant, with a 95 % interval of the rate
//   - conversions of tracked links, the convertedClicks that led to them, the
//     conversionRate, and the conversionKinds with their values by currency
//   - lostClicks: clicks that could not be recorded
//   - removedUntil: set if the range needs clicks that retention has removed
//
// /api/v1/stats counts the clicks of all links, also of deleted ones, or of those that
// match: search, tag, group, domain and archived as for a list, and metadata[plan]=pro, with
// the value of a key. By default it begins with the oldest of them; endDate needs a
// startDate. by divides the clicks by what the links have now, without granularity, compare
// and filter:
//
//	by=tag                     tag, group, domain, link, or a key of the metadata, as in
//	                           metadata:plan
//	{"by": "tag", "totalClicks": 9, "values": [{"value": "spring", "links": 2, "clicks": 8, "conversions": 3, …}], …}
//
// It counts links that are not deleted, and a link with several tags for each of them. The
// value null stands for links without one and for the default domain. There are at most
// 1,000 values, or top of them; the others are added up, with "rest": true. The conversions
// of each value are those above; conversionKinds has its 100 most frequent kinds.
// [linkpack.Shortener.StatsBy] does the same in Go.
//
// # Clicks and visitors
//
// A list of clicks has every request to a link but those of the class blocked, and with
// conversions=true its conversions, too, as long as the host keeps clicks. The link may be
// in the bin. from is the time of the earliest click and to the end of the range, which is
// not part of it, both as in 2026-01-31T09:00:00Z. A page has 50 clicks unless limit says
// otherwise, up to 1,000. A cursor stays valid while clicks come, but belongs to the other
// parameters except limit.
//
// device has what [linkpack.Shortener.AgentDetails] finds, for the clicks of the page
// alone. What is not known, or not stored by the host, is null. visitorId is set when the
// visitor was identified; see [linkpack.Shortener.IdentifyVisitor]. A key that may not read
// the whole workspace gets none.
//
// Erasing a visitor removes the profile, and what identifies the person in clicks and
// conversions; these stay and are counted as before. It cannot be undone. These two
// operations are not Link Pack's.
package linkpackv1
