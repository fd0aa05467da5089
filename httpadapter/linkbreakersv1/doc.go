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
// workspace's own; import those of others. A change of the template leaves the design of
// such links, and a change of its design is seen in their codes. Publishing a template asks for a slug, a name
// and a description, and does not ask whether its workspace is public. Templates have no
// thumbnails, and public ones do not tell their workspace.
package linkbreakersv1
