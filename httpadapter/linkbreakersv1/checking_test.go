package linkbreakersv1

import (
	"context"
	"errors"
	"testing"

	"github.com/linkpack/linkpack-go/qr"
)

func TestDesignsWaitForTheirTurnToBeChecked(t *testing.T) {
	h := &handlers{checking: make(chan struct{}, 1)}
	h.checking <- struct{}{}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := h.applyDesign(ctx, values{}, new(qr.Design)); !errors.Is(err, context.Canceled) {
		t.Errorf("without a turn: %v", err)
	}
	<-h.checking
	for range 2 {
		if _, err := h.applyDesign(t.Context(), values{}, new(qr.Design)); err != nil {
			t.Errorf("with a turn: %v", err)
		}
	}
}
