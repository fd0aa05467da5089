package clicklog

import (
	"reflect"
	"testing"

	"github.com/linkpack/linkpack-go/analytics/internal/tabletest"
)

func TestHeadsSurviveTheirFormat(t *testing.T) {
	tx := tabletest.Tables{}
	var h Heads
	h.Set(256, 1)
	h.Set(300, 1<<40)
	h.Set(511, 99)
	if err := h.Put(tx, 1); err != nil {
		t.Fatal(err)
	}
	got, err := LoadHeads(tx, func(_ []byte, err error) { t.Error(err) })
	if err != nil || !reflect.DeepEqual(got, h) {
		t.Errorf("got %+v, %v", got.Runs[1], err)
	}
}
