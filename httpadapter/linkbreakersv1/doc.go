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
//	POST   /v1/links       makes a link
//	POST   /v1/links/bulk  makes links, all or none
//	GET    /v1/links/{id}  returns a link
//	PATCH  /v1/links/{id}  changes the sent fields
//	DELETE /v1/links/{id}  puts a link into the bin; see [linkpack.Shortener.DeleteLink]
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
package linkbreakersv1
