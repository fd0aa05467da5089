module github.com/linkpack/linkpack-go/routing/geoip/internal/mmdbgen

go 1.26.0

require (
	github.com/linkpack/linkpack-go v0.0.0
	github.com/maxmind/mmdbwriter v1.2.0
	github.com/oschwald/maxminddb-golang/v2 v2.9.0
)

require (
	github.com/agext/levenshtein v1.2.3 // indirect
	go4.org/netipx v0.0.0-20231129151722-fdeea329fbba // indirect
	golang.org/x/sys v0.49.0 // indirect
	golang.org/x/text v0.43.0 // indirect
)

replace github.com/linkpack/linkpack-go => ../../../..
