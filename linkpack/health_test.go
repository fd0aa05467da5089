package linkpack_test

import (
	"errors"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
)

func TestHealthSaysWhatIsWrong(t *testing.T) {
	broken := errors.New("broken")
	for name, c := range map[string]struct {
		health     linkpack.Health
		ready, err string
	}{
		"well":                   {linkpack.Health{Queue: 0.5, Backlog: 1_000_000}, "", ""},
		"the store":              {linkpack.Health{Store: broken, Queue: 1}, "store: broken", "store: broken"},
		"the queue":              {linkpack.Health{Queue: 0.51, Backlog: 2_000_000}, "queue: 51 % of it is in use", "queue: 51 % of it is in use"},
		"statistics fall behind": {linkpack.Health{Backlog: 1_000_001}, "", "backlog: 1000001 clicks are not in rollups yet"},
	} {
		if got := text(c.health.Ready()); got != c.ready {
			t.Errorf("%s: Ready is %q, want %q", name, got, c.ready)
		}
		if got := text(c.health.Err()); got != c.err {
			t.Errorf("%s: Err is %q, want %q", name, got, c.err)
		}
	}
	if err := (linkpack.Health{Store: broken}).Err(); !errors.Is(err, broken) {
		t.Errorf("it does not wrap the error of the store: %v", err)
	}
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
