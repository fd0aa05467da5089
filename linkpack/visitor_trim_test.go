package linkpack_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
)

// TestRetentionEndsTheBrowsersOfVisitors has a visitor with old and young clicks, with and
// without browsers that are known, and with a browser that has both.
func TestRetentionEndsTheBrowsersOfVisitors(t *testing.T) {
	for name, test := range map[string]struct {
		keep time.Duration
		left int
	}{"an hour": {time.Hour, 3}, "forever": {0, 5}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a := newArchive(t, &linkpack.Options{Clicks: analytics.Options{Retention: test.keep}})
				old := a.click("")
				ada := a.identify(old, mail("ada@example.com"))
				a.identify(a.click("old phone"), mail("ada@example.com"))
				a.identify(a.click("laptop"), mail("ada@example.com"))
				time.Sleep(23*time.Hour + 30*time.Minute)
				young := a.click("")
				a.identify(young, mail("ada@example.com"))
				a.identify(a.click("new phone"), mail("ada@example.com"))
				a.click("laptop")
				a.must(a.Flush(t.Context()))
				before, bob := a.identities(ada.ID), a.identify(a.click("bob's"), mail("bob@example.com"))
				time.Sleep(45 * time.Minute)
				synctest.Wait()
				after := a.identities(ada.ID)
				if len(before) != 5 || len(after) != test.left || len(a.identities(bob.ID)) != 1 {
					t.Errorf("ada has %v, had %v; bob has %v", after, before, a.identities(bob.ID))
				}
				if v := a.identify(a.click("laptop"), nil); v.ID != ada.ID || v.Email() != "ada@example.com" || v.Revision != 5 {
					t.Errorf("the laptop is of %+v", v)
				}
				if v := a.identify(young, nil); v.ID != ada.ID {
					t.Errorf("the young click is of %+v", v)
				}
				if v := a.identify(a.click("old phone"), nil); (v.ID == ada.ID) != (test.keep == 0) {
					t.Errorf("the old phone is of %+v", v)
				}
				if _, _, err := a.IdentifyVisitor(t.Context(), linkpack.Identification{Click: old}); errors.Is(err, linkpack.ErrNotFound) != (test.keep != 0) {
					t.Errorf("the old click: %v", err)
				}
			})
		})
	}
}
