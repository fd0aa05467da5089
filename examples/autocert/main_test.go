package main

import (
	"context"
	"crypto/tls"
	"errors"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// records is a DNS with the records of challenges.
type records map[string]string

func (r records) LookupTXT(_ context.Context, name string) ([]string, error) {
	return []string{r[name]}, nil
}

func TestCertificatesAreForVerifiedDomainsAlone(t *testing.T) {
	dns := records{}
	links, err := linkpack.New(memory.New(), &linkpack.Options{BaseURL: "https://go.example.com", LookupTXT: dns.LookupTXT})
	if err != nil {
		t.Fatal(err)
	}
	defer links.Close(context.Background())
	certificates := manager(links)
	domain, err := links.CreateDomain(t.Context(), linkpack.Domain{Host: "links.example.net"})
	if err != nil {
		t.Fatal(err)
	}
	if err := certificates.HostPolicy(t.Context(), "links.example.net"); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("a domain that is not verified: %v", err)
	}
	dns[domain.Challenge.Name] = domain.Challenge.Value
	if _, err := links.VerifyDomain(t.Context(), "", "links.example.net"); err != nil {
		t.Fatal(err)
	}
	for host, allowed := range map[string]bool{"links.example.net": true, "go.example.com": true, "evil.test": false} {
		if err := certificates.HostPolicy(t.Context(), host); (err == nil) != allowed {
			t.Errorf("%s: %v", host, err)
		}
	}
	if _, err := certificates.GetCertificate(&tls.ClientHelloInfo{ServerName: "evil.test"}); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("a certificate of another host: %v", err)
	}
}
