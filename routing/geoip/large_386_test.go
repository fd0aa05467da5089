package geoip_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/linkpack/linkpack-go/routing/geoip"
)

// A file of 3 GB is too large only where ints have 32 bits.
func TestAFileThatIsTooLargeIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "large.mmdb")
	if err := errors.Join(os.WriteFile(path, nil, 0o600), os.Truncate(path, 3<<30)); err != nil {
		t.Fatal(err)
	}
	if _, err := geoip.Open(path); !errors.Is(err, geoip.ErrCorrupt) {
		t.Errorf("got %v", err)
	}
}
