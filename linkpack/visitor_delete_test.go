package linkpack_test

import (
	"errors"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
)

func TestADeletedVisitorIsUnknown(t *testing.T) {
	p := newPeople(t)
	phone, laptop := p.click("phone"), p.click("laptop")
	first := p.identify(phone, mail("ada@example.com"))
	young := p.identify(laptop, mail("a@example.com"))
	p.identify(laptop, mail("ada@example.com"))
	p.must(p.DeleteVisitor(t.Context(), "", young.ID))
	for _, id := range []string{first.ID, young.ID} {
		if _, err := p.Visitor(t.Context(), "", id); !errors.Is(err, linkpack.ErrNotFound) {
			t.Errorf("visitor %s: %v", id, err)
		}
	}
	for _, lbid := range []string{phone, laptop} {
		if got := p.visitorOf(lbid); got != "" {
			t.Errorf("a click is of %q", got)
		}
	}
	if v := p.identify(p.click("phone"), mail("ada@example.com")); v.ID == first.ID || v.Revision != 1 {
		t.Errorf("identified again: %+v", v)
	}
}
