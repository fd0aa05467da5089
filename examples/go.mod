module github.com/linkpack/linkpack-go/examples

go 1.26.0

require (
	github.com/jackc/pgx/v5 v5.13.0
	github.com/klauspost/compress v1.20.4
	github.com/linkpack/linkpack-go v0.0.0
	github.com/linkpack/linkpack-go/routing/geoip/countrydb v0.0.0
	github.com/linkpack/linkpack-go/store/postgres v0.0.0
	github.com/standard-webhooks/standard-webhooks/libraries v0.0.1
	golang.org/x/crypto v0.58.0
)

require (
	code.dny.dev/ssrf v0.3.0 // indirect
	github.com/HugoSmits86/nativewebp v0.9.3 // indirect
	github.com/agext/levenshtein v1.2.3 // indirect
	github.com/axiomhq/hyperloglog v0.3.0 // indirect
	github.com/dgryski/go-metro v0.0.0-20250106013310-edb8663e5e33 // indirect
	github.com/google/uuid v1.6.0 // indirect
	github.com/hashicorp/golang-lru v1.0.2 // indirect
	github.com/jackc/pgpassfile v1.0.0 // indirect
	github.com/jackc/pgservicefile v0.0.0-20240606120523-5a60cdf6a761 // indirect
	github.com/jackc/puddle/v2 v2.2.3 // indirect
	github.com/kamstrup/intmap v0.5.2 // indirect
	github.com/maypok86/otter/v2 v2.4.0 // indirect
	github.com/oschwald/maxminddb-golang/v2 v2.9.0 // indirect
	github.com/piglig/go-qr v1.1.0 // indirect
	github.com/ua-parser/uap-go v0.0.0-20260529044130-17c35e68e58c // indirect
	go.etcd.io/bbolt v1.5.0 // indirect
	golang.org/x/image v0.47.0 // indirect
	golang.org/x/net v0.62.0 // indirect
	golang.org/x/sync v0.24.0 // indirect
	golang.org/x/sys v0.49.0 // indirect
	golang.org/x/text v0.43.0 // indirect
	golang.org/x/time v0.16.0 // indirect
	gopkg.in/yaml.v3 v3.0.1 // indirect
)

replace (
	github.com/linkpack/linkpack-go => ../
	github.com/linkpack/linkpack-go/routing/geoip/countrydb => ../routing/geoip/countrydb
	github.com/linkpack/linkpack-go/store/postgres => ../store/postgres
)
