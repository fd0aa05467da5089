package geoip_test

import (
	"fmt"
	"log"
	"net/netip"

	"github.com/linkpack/linkpack-go/routing/geoip"
)

func ExampleOpen() {
	places, err := geoip.Open("testdata/maxmind-country.mmdb")
	if err != nil {
		log.Fatal(err)
	}
	defer places.Close()

	fmt.Println(places.Locate(netip.MustParseAddr("192.0.2.7")).Country)
	fmt.Println(places.BuildTime().Format("2006-01-02"))
	// Output:
	// FR
	// 2026-01-02
}

// A database of another kind says what it is.
func ExampleOpen_wrongKind() {
	_, err := geoip.Open("testdata/asn.mmdb")
	fmt.Println(err)
	// Output:
	// testdata/asn.mmdb: database without countries: found type "GeoLite2-ASN" with "autonomous_system_number, autonomous_system_organization"
}
