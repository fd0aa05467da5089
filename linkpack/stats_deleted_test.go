package linkpack_test

import (
	"errors"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
)

func TestADeletedLinkKeepsItsStatistics(t *testing.T) {
	kit := linkpacktest.New(t)
	link := kit.NewLink(linkpack.Link{Destination: home})
	kit.Visit(link).Click()
	for click, err := range kit.Clicks(t.Context(), "", link.ID) {
		if name := click.Link; err != nil || name.ID != link.ID || name.ShortCode != link.ShortCode {
			t.Errorf("a click before is %+v, %v", click, err)
		}
	}
	if err := kit.DeleteLinksNow(t.Context(), "", []string{link.ID}); err != nil {
		t.Fatal(err)
	}
	stats, err := kit.Stats(t.Context(), "", link.ID, analytics.Query{})
	if err != nil || stats.Clicks() != 1 || len(stats.Daily) != 1 {
		t.Errorf("its statistics are %+v, %v", stats, err)
	}
	clicks := 0
	for click, err := range kit.Clicks(t.Context(), "", link.ID) {
		if err != nil || click.Link != (analytics.LinkRef{Number: link.Number, ID: link.ID}) {
			t.Errorf("a click is %+v, %v", click, err)
		}
		clicks++
	}
	if clicks != 1 {
		t.Errorf("it has %d clicks, want 1", clicks)
	}
	if a, err := kit.Audit(t.Context(), &linkpack.ClickQuery{Links: []string{link.ID}}); err != nil || len(a.Findings) > 0 {
		t.Errorf("its audit is %+v, %v", a, err)
	}
}

func TestStatisticsOfALinkThatNeverWas(t *testing.T) {
	kit := linkpacktest.New(t)
	if _, err := kit.Stats(t.Context(), "", "unknown", analytics.Query{}); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("its statistics: %v", err)
	}
	if _, err := kit.LinkUses(t.Context(), "", "unknown"); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("its uses: %v", err)
	}
	for _, err := range kit.Clicks(t.Context(), "", "unknown") {
		if !errors.Is(err, linkpack.ErrNotFound) {
			t.Errorf("its clicks: %v", err)
		}
	}
	for _, query := range []*linkpack.ClickQuery{{Links: []string{"unknown"}}, {Workspace: "nowhere"}} {
		if _, err := kit.Audit(t.Context(), query); !errors.Is(err, linkpack.ErrNotFound) {
			t.Errorf("the audit of %+v: %v", query, err)
		}
	}
}

func TestTheQueryOfStatisticsNamesNoLinks(t *testing.T) {
	kit := linkpacktest.New(t)
	link := kit.NewLink(linkpack.Link{Destination: home})
	for _, query := range []analytics.Query{{Links: []uint32{}}, {Workspace: 1}} {
		_, err := kit.Stats(t.Context(), "", link.ID, query)
		if fault, ok := errors.AsType[*linkpack.FieldError](err); !ok || fault.Field != "links" {
			t.Errorf("%+v: %v", query, err)
		}
	}
}
