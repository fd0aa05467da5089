package linkpack_test

import (
	"errors"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
)

func TestAuditOfALinksDays(t *testing.T) {
	kit := linkpacktest.New(t)
	link, other := kit.NewLink(linkpack.Link{Destination: home}), kit.NewLink(linkpack.Link{Destination: home})
	for range 3 {
		kit.Visit(link).Click()
		kit.Visit(other).Click()
		kit.Clock.Advance(24 * time.Hour)
	}
	for name, query := range map[string]*linkpack.ClickQuery{
		"everything":        nil,
		"a workspace":       {},
		"a link":            {Links: []string{link.ID}},
		"the second day":    {From: linkpacktest.Start().Add(24 * time.Hour), To: linkpacktest.Start().Add(24*time.Hour + 1)},
		"from a day on":     {From: linkpacktest.Start().Add(48 * time.Hour)},
		"up to the last":    {To: kit.Now()},
		"before everything": {To: linkpacktest.Start().Add(-24 * time.Hour)},
	} {
		t.Run(name, func(t *testing.T) {
			if a, err := kit.Audit(t.Context(), query); err != nil || len(a.Findings) > 0 {
				t.Errorf("the audit: %+v, %v", a, err)
			}
			if a, err := kit.Rebuild(t.Context(), query); err != nil || len(a.Findings) > 0 {
				t.Errorf("the rebuild: %+v, %v", a, err)
			}
		})
	}
	if _, err := kit.Audit(t.Context(), &linkpack.ClickQuery{From: kit.Now(), To: kit.Now().Add(-time.Hour)}); !errors.Is(err, linkpack.ErrInvalid) {
		t.Errorf("a range that ends before it begins: %v", err)
	}
}
