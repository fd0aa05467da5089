// Command certmagic serves short links on go.example.com and on all verified domains.
// It gets their certificates by the library CertMagic, each at the first visit. It
// needs the port 443.
package main

import (
	"log"
	"net/http"

	"github.com/caddyserver/certmagic"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store"
)

func main() {
	links := must(linkpack.New(must(store.Open("linkpack.db")), &linkpack.Options{BaseURL: "https://go.example.com"}))
	certificates := config(links)
	server := &http.Server{
		Addr: ":443", Handler: must(httpadapter.New(links, nil)), TLSConfig: certificates.TLSConfig(),
	}
	server.TLSConfig.NextProtos = append([]string{"h2", "http/1.1"}, server.TLSConfig.NextProtos...)
	log.Fatal(server.ListenAndServeTLS("", ""))
}

// config requests certificates only for hosts on which short links are served, and
// not for other hosts that a visitor names.
func config(links *linkpack.Shortener) *certmagic.Config {
	var certificates *certmagic.Config
	cache := certmagic.NewCache(certmagic.CacheOptions{
		GetConfigForCert: func(certmagic.Certificate) (*certmagic.Config, error) { return certificates, nil },
	})
	certificates = certmagic.New(cache, certmagic.Config{
		OnDemand: &certmagic.OnDemandConfig{DecisionFunc: links.AllowHost},
	})
	certificates.Issuers = []certmagic.Issuer{
		certmagic.NewACMEIssuer(certificates, certmagic.ACMEIssuer{Agreed: true, DisableHTTPChallenge: true}),
	}
	return certificates
}

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}
