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

// TestALateConversionKeepsTheClickOfAVisitor deletes a visitor whose click retention has
// removed, but not yet a conversion of it.
func TestALateConversionKeepsTheClickOfAVisitor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newArchive(t, &linkpack.Options{Clicks: analytics.Options{Retention: 3 * time.Hour}})
		time.Sleep(19*time.Hour + 30*time.Minute)
		ada, bob := a.click(""), a.click("")
		known := []*linkpack.Visitor{a.identify(ada, mail("ada@example.com")), a.identify(bob, mail("bob@example.com"))}
		time.Sleep(150 * time.Minute)
		for _, lbid := range []string{ada, bob} {
			_, err := a.RecordConversion(t.Context(), linkpack.NewConversion{Click: lbid, Kind: "form.submitted", FormResponses: []byte(`{"name":"A"}`)})
			a.must(err)
		}
		time.Sleep(150 * time.Minute) // the visitors were trimmed
		synctest.Wait()
		for _, v := range known {
			if got := a.identities(v.ID); len(got) != 1 {
				t.Errorf("%s is known by %v", v.Email(), got)
			}
		}
		a.must(a.DeleteVisitor(t.Context(), "", known[0].ID))
		forms := 0
		for event, err := range a.Export(t.Context(), linkpack.ClickQuery{}) {
			a.must(err)
			if event.Class != analytics.Conversion {
				t.Errorf("the click is left: %+v", event)
			} else if event.Converted.FormResponses != nil {
				forms++
			}
		}
		if forms != 1 {
			t.Errorf("%d forms are left, want that of bob", forms)
		}
		time.Sleep(24 * time.Hour)
		synctest.Wait()
		if got := a.identities(known[1].ID); len(got) != 0 {
			t.Errorf("without conversions bob is known by %v", got)
		}
	})
}
