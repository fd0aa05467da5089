package geoip

//go:generate go run -C internal/mmdbgen ./fixtures -out ../../testdata
