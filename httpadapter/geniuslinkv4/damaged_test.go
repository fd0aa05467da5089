package geniuslinkv4_test

import (
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/store/memory"
)

// TestDamagedLinksAreLeftOut lists links of which one cannot be read.
func TestDamagedLinksAreLeftOut(t *testing.T) {
	sv := newServerOn(t, linkpacktest.DamagedStore{Store: memory.New()}, nil)
	sv.create(t, linkpack.Link{ShortCode: "sound", Destination: "https://shop.example/"})
	answer, got := sv.call(t, signed(), "GET", "/v4/links/list", "")
	if answer.StatusCode != 200 || answer.Header.Get("Damaged-Records") != "1" || !strings.Contains(got, `"shortUrlCode":"sound"`) {
		t.Errorf("%d, %s damaged records: %s", answer.StatusCode, answer.Header.Get("Damaged-Records"), got)
	}
}
