// Package linkbreakersv1 serves version 1 of the Linkbreakers API, so that programs
// written with a Linkbreakers SDK work with the links of a [linkpack.Shortener]. Give
// it to the handler of httpadapter, and point the SDK's base URL at that handler:
//
//	httpadapter.New(shortener, &httpadapter.Options{APIs: []httpadapter.API{linkbreakersv1.New(nil)}})
//
// # Operations
//
//	GET    /v1             name and version; needs no token
//	POST   /v1/links       makes a link
//	POST   /v1/links/bulk  makes links, all or none
//	GET    /v1/links/{id}  returns a link
//	PATCH  /v1/links/{id}  changes the sent fields
//	DELETE /v1/links/{id}  puts a link into the bin; see [linkpack.Shortener.DeleteLink]
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
