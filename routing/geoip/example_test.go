package geoip_test

import (
	"fmt"
	"log"
	"net/netip"

	"github.com/linkpack/linkpack-go/routing/geoip"
)

func ExampleOpen() {
	places, err := geoip.Open("testdata/maxmind-city.mmdb")
	if err != nil {
		log.Fatal(err)
	}
	defer places.Close()

	place := places.Locate(netip.MustParseAddr("192.0.2.7"))
	fmt.Println(place.Country, place.Region, place.City, place.TimeZone)
	fmt.Println(places.BuildTime().Format("2006-01-02"))
	// Output:
	// FR FR-IDF Paris Europe/Paris
	// 2026-01-02
}

// A database without countries is an error that says what it is.
func ExampleOpen_wrongKind() {
	_, err := geoip.Open("testdata/asn.mmdb")
	fmt.Println(err)
	// Output:
	// open testdata/asn.mmdb: geoip: database without countries: found type "GeoLite2-ASN" with "autonomous_system_number, autonomous_system_organization"
}
