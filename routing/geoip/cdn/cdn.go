// Package cdn reads the visitor's place from headers that a content delivery
// network adds to requests. It is an alternative to a database: a host that is
// only reached through such a network needs none.
//
// Anyone can send these headers. Trust them only in requests that come from
// the network itself, and let the network remove what visitors send.
package cdn

import (
	"net/http"
	"net/url"

	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/routing/geoip/internal/places"
)

// Headers are the names of the headers of a network. An empty name is a fact
// that the network does not tell. Names in another than their canonical form
// (see [http.CanonicalHeaderKey]) work and cost allocations.
type Headers struct {
	// Country has a two-letter code, such as US.
	Country string
	// Continent has a two-letter code, such as NA. Without it the continent is
	// told by the country.
	Continent string
	// Region has the code of a subdivision without its country, such as CA.
	Region string
	// City has a name in UTF-8, percent-encoded or not.
	City string
	// TimeZone has an IANA name, such as America/Los_Angeles.
	TimeZone string
}

// Cloudflare returns the headers of Cloudflare. It sends the country always,
// the others when the transform "Add visitor location headers" is on.
// https://developers.cloudflare.com/rules/transform/managed-transforms/reference/
func Cloudflare() Headers {
	return Headers{
		Country:   "Cf-Ipcountry",
		Continent: "Cf-Ipcontinent",
		Region:    "Cf-Region-Code",
		City:      "Cf-Ipcity",
		TimeZone:  "Cf-Timezone",
	}
}

// CloudFront returns the headers of Amazon CloudFront, which sends those that
// an origin request policy lists.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/adding-cloudfront-headers.html
func CloudFront() Headers {
	return Headers{
		Country:  "Cloudfront-Viewer-Country",
		Region:   "Cloudfront-Viewer-Country-Region",
		City:     "Cloudfront-Viewer-City",
		TimeZone: "Cloudfront-Viewer-Time-Zone",
	}
}

// Vercel returns the headers of Vercel.
// https://vercel.com/docs/headers/request-headers
func Vercel() Headers {
	return Headers{
		Country:   "X-Vercel-Ip-Country",
		Continent: "X-Vercel-Ip-Continent",
		Region:    "X-Vercel-Ip-Country-Region",
		City:      "X-Vercel-Ip-City",
		TimeZone:  "X-Vercel-Ip-Timezone",
	}
}

// Place returns the place that the headers of a request tell. It is the zero
// Place when they tell nothing, such as for a visitor through Tor, so that a
// [routing.Visit] then asks its Geo.
func (h Headers) Place(header http.Header) routing.Place {
	country := places.Country(get(header, h.Country))
	if country == "" {
		return routing.Place{}
	}
	return routing.Place{
		Continent: places.Continent(get(header, h.Continent), country),
		Country:   country,
		Region:    places.Region(country, get(header, h.Region)),
		City:      places.Name(decode(get(header, h.City))),
		TimeZone:  places.Name(get(header, h.TimeZone)),
	}
}

func get(header http.Header, name string) string {
	if name == "" {
		return ""
	}
	return header.Get(name)
}

// decode undoes percent-encoding, if there is any.
func decode(s string) string {
	if decoded, err := url.PathUnescape(s); err == nil {
		return decoded
	}
	return s
}
