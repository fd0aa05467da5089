// Package linkbreakersv1 serves version 1 of the Linkbreakers API, so that programs
// written with a Linkbreakers SDK work with the links of a [linkpack.Shortener]. Give
// it to the handler of httpadapter, and point the SDK's base URL at that handler:
//
//	httpadapter.New(shortener, &httpadapter.Options{APIs: []httpadapter.API{linkbreakersv1.New(nil)}})
//
// # Operations
//
//	GET    /v1             name and version; needs no token
//	GET    /v1/links       lists links: pageSize, pageToken, include, tags, search,
//	                       sortBy, sortDirection
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
//	GET    /v1/tags                   lists tags: pageSize, pageToken, search
//	DELETE /v1/tags                   removes the tag name from all links
//	GET    /v1/workspace-tokens       lists tokens
//	POST   /v1/workspace-tokens       makes a token and shows it once
//	GET    /v1/workspace-tokens/{id}  returns a token
//	DELETE /v1/workspace-tokens/{id}  revokes a token at once
//
// The other operations of the API are answered 501 and named in the answer.
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
// leadGoalDefinition and leadTargetDefinition are kept and shown. conversionTracking is
// reserved: it is kept and shown, without effect. waitForQrcode is ignored, since QR
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
package linkbreakersv1
