package linkpack_test

import (
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/routing"
)

// splitLink sends half of the visitors to /a, the others to /b.
func splitLink() linkpack.Link {
	return linkpack.Link{ShortCode: "ab", Destination: home + "b", Rules: []routing.Rule{{
		ID: "a", Clauses: []routing.Clause{{Condition: "percentage"}}, Percentage: routing.Percent(50), Destination: home + "a",
	}}}
}

// visitAs returns the variant, "a" or "b", that a visitor sees.
func visitAs(t *testing.T, s *linkpack.Shortener, link *linkpack.Link, key string) string {
	t.Helper()
	res, err := s.Resolve(t.Context(), "", link.ShortCode, &routing.Visit{VisitorKey: key})
	if err != nil {
		t.Fatal(err)
	}
	return res.Location[len(home):]
}

func TestASplitSurvivesEdits(t *testing.T) {
	kit := linkpacktest.New(t)
	link := kit.NewLink(splitLink())
	split := link.Rules[0].Split
	if split == "" {
		t.Fatal("the split has no id")
	}
	link, err := kit.UpdateLink(t.Context(), "", link.ID, func(l *linkpack.Link) error {
		l.Rules[0].Percentage = routing.Percent(60)
		l.Rules[0].Split = "chosen by the client"
		return nil
	})
	if err != nil || link.Rules[0].Split != split {
		t.Errorf("split %q became %q: %v", split, link.Rules[0].Split, err)
	}
}
