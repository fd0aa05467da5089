// Package linkbreakersv1 serves version 1 of the Linkbreakers API, so that programs
// written with a Linkbreakers SDK work with the links of a [linkpack.Shortener]. Give
// it to the handler of httpadapter, and point the SDK's base URL at that handler:
//
//	httpadapter.New(shortener, &httpadapter.Options{APIs: []httpadapter.API{linkbreakersv1.New(nil)}})
//
// # Operations
//
//	GET    /v1             name and version; needs no token
//	GET    /openapi.json   describes the API (OpenAPI 3.0), as /v1/openapi.json does;
//	                       needs no token
//	GET    /v1/links       lists links: pageSize, pageToken, include, tags, search,
//	                       view, directoryId, sortBy, sortDirection
//	POST   /v1/links       makes a link
//	POST   /v1/links/bulk  makes links, all or none
//	GET    /v1/links/{id}  returns a link: include
//	PATCH  /v1/links/{id}  changes the sent fields
//	DELETE /v1/links/{id}  puts a link into the bin; see [linkpack.Shortener.DeleteLink]
//
//	GET    /v1/links/shortlink-availability  says whether a new link can have a shortlink
//	GET    /v1/links/shortlink-random        returns a shortlink that no link has
//
//	GET    /v1/links/{linkId}/workflow-steps       lists the workflow steps of a link: pageSize, pageToken
//	GET    /v1/links/{linkId}/workflow-steps/{id}  returns a step
//	PATCH  /v1/links/{linkId}/workflow-steps/{id}  changes the destination
//
//	GET    /v1/directories       lists directories by name: pageSize, pageToken,
//	                             parentDirectoryId, recursive, includeRoot, search,
//	                             and, ours, include=linkCount
//	POST   /v1/directories       makes a directory
//	GET    /v1/directories/{id}  returns a directory
//	PATCH  /v1/directories/{id}  changes its name or parentDirectoryId
//	DELETE /v1/directories/{id}  removes a directory: moveTo, which is ours, says where
//	                             its links and directories go, "root" or an id
//
//	POST   /v1/qrcode-designs                 makes a design; /v1/public/qrcode-designs does, too
//	GET    /v1/qrcode-designs/{id}            returns a design
//	PATCH  /v1/qrcode-designs/{id}            changes the sent fields, and with it the codes of all its links
//	DELETE /v1/qrcode-designs/{id}            deletes a design; its links get plain codes
//	POST   /v1/qrcode-designs/apply-template  gives a link a new design, a copy of a template's
//
//	GET    /v1/qrcode-templates                lists templates: pageSize, pageToken, search, include=qrcodeDesign
//	POST   /v1/qrcode-templates                makes a template of a design
//	POST   /v1/qrcode-templates/import         copies a published template
//	GET    /v1/qrcode-templates/{id}           returns a template
//	PATCH  /v1/qrcode-templates/{id}           changes the sent fields
//	DELETE /v1/qrcode-templates/{id}           deletes a template; its design and links stay
//	POST   /v1/qrcode-templates/{id}/publish   shows a template to all workspaces
//	GET    /v1/public/qrcode-templates         lists published templates: pageSize, pageToken, search, workspaceId
//	GET    /v1/public/qrcode-templates/{slug}  returns a published template
//
//	GET    /v1/custom-domains             lists domains: status
//	POST   /v1/custom-domains             registers a domain: {"name": …}
//	GET    /v1/custom-domains/{id}        returns a domain
//	PATCH  /v1/custom-domains/{id}        changes where its root leads: {"rootDestination": …}
//	DELETE /v1/custom-domains/{id}        removes a domain without links
//	POST   /v1/custom-domains/{id}/check  looks up the DNS record that proves ownership
//	GET    /v1/custom-domains/{id}/validation_instructions
//	                                      returns that record
//
//	POST   /v1/conversions                   records what a visitor did after a click
//	GET    /v1/conversions.js                the script for pages that record it; needs no token
//	GET    /v1/events                        lists clicks, newest first: pageSize, pageToken,
//	                                         linkId, visitorId, startDate, endDate, include,
//	                                         responseFormat
//	GET    /v1/events/list                   the same in the form of the guide
//	GET    /v1/events/{eventId}/traces       returns the rules that were tried for an event
//
//	POST   /v1/visitor/identify              says who made a click
//	GET    /v1/visitors                      lists visitors
//	GET    /v1/visitors/attributes           lists the keys of their attributes
//	GET    /v1/visitors/{id}                 returns a visitor
//	PATCH  /v1/visitors/{id}                 sets attributes; null removes one
//	DELETE /v1/visitors/{id}                 erases a visitor
//	DELETE /v1/visitors/{id}/attributes/{attributeKey}
//	                                         removes an attribute
//
//	GET    /v1/webhooks                      lists webhooks
//	POST   /v1/webhooks                      makes a webhook and shows its secret once
//	GET    /v1/webhooks/{id}                 returns a webhook
//	PATCH  /v1/webhooks/{id}                 changes the sent fields
//	DELETE /v1/webhooks/{id}                 removes a webhook
//	POST   /v1/webhooks/{id}/rotate          gives it another secret
//	POST   /v1/webhooks/{id}/test            sends an example of an event
//	GET    /v1/webhooks/{id}/deliveries      lists deliveries
//	POST   /v1/webhooks/{id}/deliveries/{delivery}/send
//	                                         sends a delivery again
//
//	POST   /v1/analytics/…                   breakdown, devices, geo, hours, timeseries,
//	                                         top-links, visitors, funnel, and of attributes
//	                                         distribution, metric and values
//	GET    /v1/metrics/events                sums up the events of a link or of all
//	GET    /v1/metrics/workspace             counts what the workspace has
//	POST   /v1/timeseries/events             counts events in intervals
//
//	GET    /v1/tags                          lists tags: pageSize, pageToken, search
//	DELETE /v1/tags                          removes the tag name from all links
//	GET    /v1/workspace-tokens              lists tokens
//	POST   /v1/workspace-tokens              makes a token and shows it once
//	GET    /v1/workspace-tokens/{id}         returns a token
//	DELETE /v1/workspace-tokens/{id}         revokes a token at once
//	POST   /v1/workspace-tokens/{id}/rotate  shows a new token in place of the old one
//
// The other operations of the API are answered 501 and named in the answer. Rotation is
// not an operation of Linkbreakers but of this package.
//
// Clients send "Authorization: Bearer <token>" with a token of
// [linkpack.Shortener.CreateToken]. Each token may make 1,000 requests in each minute
// of the clock. Answers tell how many are left in three families of headers:
// RateLimit and RateLimit-Policy, RateLimit-Limit and its like, and
// X-RateLimit-Limit and its like.
//
// # Requests and answers
//
// The names of fields and query parameters are written as in customDomainId or as in
// custom_domain_id. Unknown ones are ignored, since clients of many versions send
// them. A list in a query is sent as a repeated parameter or separated by commas.
// A field that only another version of the SDKs or another part of the API could
// serve is answered 501 when it is sent with a value.
//
// Answers have names as in customDomainId. An error is
//
//	{"code": 400, "codeType": "INVALID_ARGUMENT", "message": "…", "details": [{"field": "…", "reason": "…"}]}
//
// # Links
//
// A page of links has 50 of them unless pageSize says otherwise, up to 1,000. Links that
// changed last come first; of a large workspace, LINK_SORT_FIELD_CREATED_AT lists them
// faster, as [linkpack.LinkQuery] says. A tag that has a comma cannot be asked for, since
// commas separate tags. A list sorted by LINK_SORT_FIELD_EVENT_COUNT follows an order
// that is at most a minute old; see [linkpack.SortClicks]. eventCount is exact. It counts
// the clicks and scans of people, and is absent while figures are damaged and for tokens
// that may not read.
//
// An id that a client gives a new link must be a UUID. It becomes the ExternalID of the
// [linkpack.Link]. A link whose ExternalID is a UUID is shown with that as its id, and
// found by it and by its own ID. The reason of shortlink-availability says what is wrong
// with a shortlink that is not available, which includes those that no link can have.
//
// leadGoalDefinition and leadTargetDefinition are kept and shown. With conversionTracking,
// the destination gets a parameter lbid, which names the click. waitForQrcode is ignored, since QR
// codes are drawn when they are asked for. Examples of the API read next_page_token and
// qrcode_signed_url, so these are sent beside nextPageToken and qrcodeSignedUrl.
//
// A link has a destination beside the fields that SDKs know. PATCH changes it,
// metadata and shortlink, too. A link that gets another shortlink keeps the old one
// as an alias, so that printed codes go on working.
//
// # Workflow steps
//
// SDKs know no destination of a link but that in payload.clientRedirect.destination
// of its CLIENT_REDIRECT step. Creating a link returns its steps: the entry
// (LINK_VISIT), and the redirect to the destination, whose PATCH changes the
// destination of the link. canvasPosition is ignored, and other payloads are answered
// 501. IDs of steps stay the same for the life of a link.
//
// Rules, which other APIs make, are shown as conditions that lead to redirects of their
// own. They cannot be changed here. The redirect to the link's destination comes before
// theirs. A rule has a condition if it has no percentage and one clause, which is not
// negated, of
//
//   - geo, with countries alone: COUNTRY_CONDITION
//   - device, without Other: DEVICE_TYPE_CONDITION
//   - time, in the time zone of the workspace because neither rule nor link names
//     one, and not for the whole day: TIME_OF_DAY_CONDITION. A range begins at its
//     startTime and ends before its endTime, which is on the next day if it is earlier.
//
// All other rules are left out: those with several clauses or none, with a negated
// one, with a percentage, and with another condition than these. Rules are tried in
// order, so a visit that such a rule takes never reaches the rules behind it. These are
// left out, too, since their conditions would not always hold. So a visit that meets a
// condition is always redirected as the steps say. A visit that meets none goes to the
// destination of the link, unless a rule that is left out takes it.
//
// Passwords, times of expiry and limits of clicks are no steps, and UTM parameters are
// not part of the destinations shown.
//
// # Domains
//
// A domain is STATUS_INACTIVE until its first check. A check looks up the TXT record of
// the validation instructions: the domain is then STATUS_ACTIVE, or
// STATUS_VERIFICATION_PENDING if the record is not there. Whether the host points to
// this server and has a certificate is not checked, so no domain is
// STATUS_DOMAIN_PENDING or STATUS_CERTIFICATE_PENDING. Several workspaces can register a
// host. The first that passes a check has it alone, and the checks of the others are
// answered 409. A domain that passes none within 14 days is removed.
//
// The customDomainId of a link is the id of an active domain of its workspace. A link
// without one is on the default domain, or on one of [linkpack.Options], which have no
// ids.
//
// # Tokens
//
// A token is a JWT, but its claims are not read: only tokens that were made here and
// not revoked are known, by their hashes. A publishable token, which everyone can read
// in a web page, may only identify visitors, record conversions, and read /v1 and what is
// below /v1/public/. requestsPerDay has
// the numbers of requests that were made with a token on the last 90 days with any, in
// UTC.
//
// A token is rotated with {"graceSeconds": 3600}. The old token works for that time, at
// most 30 days; by default it stops working at once. Name, keyType and id stay. Of
// several rotations at once, the last one's token stays, and the others' are old ones.
//
// # Events and visitors
//
// An event is a click of any class but blocked, or a conversion if include=conversions,
// which is ours, asks for it. Events are kept as long as the host keeps clicks. A device is
// made of its visitor, browser and system, and not stored. Versions, brands and models are
// known if the host sets [linkpack.Options].Devices. A page has 100 events by default, up
// to 1,000.
//
// A visitor is a person who was identified by the lbid of a click; other clicks have none.
// POST /v1/visitor/identify may be sent by web pages, with the token in the body. The answer
// to a publishable token has only what it sent. Erasing a visitor also removes what
// identifies the person in clicks. See [linkpack.Shortener.IdentifyVisitor].
//
// POST /v1/conversions, which is ours, records what a visitor did after a click, once for
// each id. See [linkpack.Shortener.RecordConversion].
//
// # Webhooks
//
// Webhooks are served if Options.Webhooks is set; otherwise they are answered 501. They are
// sent as SDKs do (endpointUrl, triggers) or as the guide does (url, events, active), and
// may have a link or a tag, a format, and classes of visits. Package webhook tells what is
// delivered and how it is signed. Rotation, test sends and deliveries are ours.
//
// # Figures
//
// Figures count clicks and scans by people, to the quarter of an hour in which a range
// begins and ends. A date as the end is a whole day of the workspace. Short intervals,
// and new and returning visitors, are counted from single events, at most 1,000,000.
// Members and credits are not counted; they are the host's. There are no dashboards.
//
// # Designs
//
// Designs are sent as SDKs do ("themeColor", "DOTS_TYPE_ROUNDED") or as the API's
// document does ("color", "gradient", "rounded"), and answered as SDKs read them. The
// image in the middle, a PNG, JPEG, GIF or WebP file of at most 3 MB as base64 or a data:
// URL, is stored small and without anything but its pixels. A design may be that of
// several links and templates.
//
// With Options.Codes, a link that is made or read has a qrcodeSignedUrl, and so have those
// of lists with include=qrcodeSignedUrl. It shows the code for a week. It follows the
// design of the link, and stays as it was when the link is deleted.
//
// A link with a qrcodeTemplateId takes the design of that template, which must be the
// workspace's own; import those of others. A change of that design is seen in the codes
// of all such links. Publishing a template asks for a slug, a name and a description, and
// does not ask whether its workspace is public. Templates have no thumbnails, designs no
// centralImageSignedUrl, and public templates do not tell their workspace.
package linkbreakersv1
