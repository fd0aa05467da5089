// Package geniuslinkv4 serves the part of the Geniuslink API that reads and makes short
// links, so that programs written for it work with the links of a
// [linkpack.Shortener]. Give it to the handler of httpadapter:
//
//	httpadapter.New(shortener, &httpadapter.Options{APIs: []httpadapter.API{geniuslinkv4.New(nil)}})
//
// # Operations
//
//	GET  /v4/links/metadata              a link: domain and code
//	GET  /v4/links/metadata/{baseCode}   a link of the default domain
//	GET  /v4/links/metadata/list         links: ids
//	GET  /v4/links/list                  all links: username, groupId, linkType, offset, limit
//	POST /v3/shorturls                   makes a link: url, domain, groupId, note
//
// Reading operations are served by GET and POST. All of them are also served at
// the paths that ServiceStack's clients use by default: /api/{request} and
// /{json,jsv,xml,csv}/reply/{request}, where {request} is the name of the request's
// type, such as GetLinkMetadataRequest. With "[]" after it, a list of at most 100 requests
// that read is sent, and a list of answers comes back. The other operations of the API are answered 501
// and named in the answer.
//
// # Requests
//
// Parameters come in the query or in the body, as JSON, JSV or a form. Their names are
// compared without regard to case and underscores, so that aliasDomain, AliasDomain and
// alias_domain are the same. Unknown ones are ignored. One that is sent twice is
// refused.
//
// Clients send the headers X-Api-Key and X-Api-Secret. [Secret] joins both to the
// secret of a token:
//
//	shortener.CreateToken(ctx, linkpack.Token{Secret: geniuslinkv4.Secret(key, secret)})
//
// # Answers
//
// An answer is JSON, JSV, XML, CSV or JSON Lines. A suffix of the path chooses, as in
// /v4/links/metadata.jsv, or else the parameter format, or else the Accept header. JSON
// is the default. An error is
//
//	{"responseStatus": {"errorCode": "NotFound", "message": "…", "errors": [{"errorCode": "…", "fieldName": "…", "message": "…"}]}}
//
// Members without a value are left out, as ServiceStack does.
//
// # Links
//
// The fields of a link mean:
//
//	id, tsid                        Number
//	destinationUrl                  Destination
//	shortUrlCode, domain            ShortCode, and Domain or the host of Options.BaseURL
//	linkCreatorSetting, linkType    Interstitial with scripts, else Simple without rules,
//	                                else Split if rules only share visitors, else Advanced
//	hasOverride, jsonOverrides      whether there are rules, and the rules
//	createdUtc, updatedUtc          CreatedAt, UpdatedAt
//	createdUserTime, …              the same in the workspace's time zone
//	notes, group, username          Notes, Group, Workspace
//	isArchived, isArchivedInt       1 for an archived link
//	totalClicks                     clicks of people on all days
//	previousPeriodTotalClicks       clicks of people in the days before the latest ones
//	percentChangePeriodOverPeriod   the latest days compared with those before
//	aliases                         Aliases; lastUpdatedUtc is UpdatedAt of the link
//	jsonMetadata                    Metadata
//	productUrl, trackingCode,       Metadata with these keys
//	productDisplayName1 to 3,
//	productArtworkThumbnailUrl,
//	productArtworkThumbnailUrl100
//
// The other fields have no counterpart. They are false, 0 or left out.
package geniuslinkv4
