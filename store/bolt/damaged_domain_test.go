package bolt

import (
	"context"
	"errors"
	"log/slog"
	"testing"

	"go.etcd.io/bbolt"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// TestADamagedDomainCostsItsVisitsAlone damages one of two domains.
func TestADamagedDomainCostsItsVisitsAlone(t *testing.T) {
	s := inFile(t, func(*bbolt.Tx) error { return nil })
	var challenge string
	opts := &linkpack.Options{
		BaseURL: "https://sho.rt", Logger: slog.New(slog.DiscardHandler),
		LookupTXT: func(context.Context, string) ([]string, error) { return []string{challenge}, nil },
	}
	before, err := linkpack.New(s, opts)
	if err != nil {
		t.Fatal(err)
	}
	ids := make(map[string]string)
	for _, host := range []string{"", "a.example", "b.example"} {
		if host != "" {
			d, err := before.CreateDomain(t.Context(), linkpack.Domain{Host: host})
			if err != nil {
				t.Fatal(err)
			}
			challenge, ids[host] = d.Challenge.Value, d.ID
			if _, err := before.VerifyDomain(t.Context(), "", host); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := before.CreateLink(t.Context(), linkpack.Link{Domain: host, ShortCode: "x", Destination: "https://example.com/" + host}); err != nil {
			t.Fatal(err)
		}
	}
	err = errors.Join(before.Close(t.Context()), s.inner.db.Update(flip(bucketDocuments, keys.Document(linkpack.KindDomain, "", ids["a.example"]))))
	if err != nil {
		t.Fatal(err)
	}
	after, err := linkpack.New(s, opts)
	if err != nil {
		t.Fatalf("a damaged domain keeps everything from starting: %v", err)
	}
	defer after.Close(t.Context())
	for host, want := range map[string]string{"sho.rt": "https://example.com/", "b.example": "https://example.com/b.example"} {
		if res, err := after.Resolve(t.Context(), host, "x", new(routing.Visit)); err != nil || res.Location != want {
			t.Errorf("%s leads to %q, %v", host, res.Location, err)
		}
	}
	if res, err := after.Resolve(t.Context(), "a.example", "x", new(routing.Visit)); !errors.Is(err, linkpack.ErrDamaged) {
		t.Errorf("the damaged domain leads to %q, %v", res.Location, err)
	}
}
