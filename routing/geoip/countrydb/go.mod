module github.com/linkpack/linkpack-go/routing/geoip/countrydb

go 1.26.0

replace github.com/linkpack/linkpack-go => ../../..

require github.com/linkpack/linkpack-go v0.0.0

require (
	github.com/agext/levenshtein v1.2.3 // indirect
	github.com/oschwald/maxminddb-golang/v2 v2.9.0 // indirect
	golang.org/x/sys v0.49.0 // indirect
	golang.org/x/text v0.43.0 // indirect
)
