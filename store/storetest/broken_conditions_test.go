package storetest

import (
	"context"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// ignoresConditions writes links whatever their condition is.
type ignoresConditions struct{ linkpack.Store }

func (s ignoresConditions) CreateLinks(ctx context.Context, links ...*linkpack.Link) error {
	return s.Store.CreateLinks(linkpack.WithCondition(ctx, linkpack.Condition{}), links...)
}

func TestAStoreThatIgnoresConditionsIsNamed(t *testing.T) {
	words := "a write whose condition does not hold does nothing"
	if report := verdict(t, find(t, words), ignoresConditions{memory.New()}); !strings.Contains(report, "CreateLinks with") {
		t.Errorf("reported as %q", report)
	}
}
