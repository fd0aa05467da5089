// Package cdn reads the visitor's place from headers that a content delivery
// network adds to requests. Use it instead of a database if all requests come
// through such a network.
//
// Anyone can send these headers. Use them only in requests that come from the
// network, and configure the network to remove those that visitors send.
package cdn

import (
	"net/http"
	"net/url"

	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/routing/geoip/internal/places"
)

// Headers holds the names of a network's headers. A fact whose name is empty stays
// unknown. Names that are not canonical (see [http.CanonicalHeaderKey]) work, but
// cost allocations.
type Headers struct {
	// Country is the header with the two-letter code, such as US.
	Country string
	// Continent is the header with the two-letter code, such as NA. Defaults to
	// the country's continent.
	Continent string
	// Region is the header with the code of a subdivision without its country,
	// such as CA.
	Region string
	// City is the header with the name in UTF-8, percent-encoded or not.
	City string
	// TimeZone is the header with the IANA name, such as America/Los_Angeles.
	TimeZone string
}

// Cloudflare returns the headers of Cloudflare. The country is always sent, the
// others if the transform "Add visitor location headers" is on.
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

// CloudFront returns the headers of Amazon CloudFront. Those in the origin request
// policy are sent.
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

// Place returns the place in the headers of a request, for [routing.Visit.Place].
// It is the zero Place if there is no known country, as for visitors through Tor;
// the visit then asks its Geo.
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

// decode removes percent-encoding, if there is any.
func decode(s string) string {
	if decoded, err := url.PathUnescape(s); err == nil {
		return decoded
	}
	return s
}
