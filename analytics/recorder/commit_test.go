package recorder

import (
	"slices"
	"testing"

	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/tabletest"
)

// TestEpochsTellWhatWasWritten has some leases write blocks, the last of each in
// doubt.
func TestEpochsTellWhatWasWritten(t *testing.T) {
	tx := tabletest.Tables{}
	write := func(number, epoch uint64) {
		t.Helper()
		bl := block{number: number, generation: 7}
		if err := bl.put(tx, epoch, false, nil); err != nil {
			t.Fatal(err)
		}
	}
	write(1, 3)
	write(2, 3)
	write(3, 5)
	write(4, 9)
	write(5, 9)
	want := clicklog.Epochs{{Number: 3, Behind: 0}, {Number: 5, Behind: 2}, {Number: 9, Behind: 3}}
	if got, err := clicklog.LoadEpochs(tx); err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, %v, want %v", got, err, want)
	}
	for number := uint64(6); number < 100; number++ {
		write(number, 10+number)
	}
	got, err := clicklog.LoadEpochs(tx)
	if err != nil || len(got) != clicklog.MaxEpochs || got[clicklog.MaxEpochs-1] != (clicklog.Epoch{Number: 109, Behind: 98}) || got[0] != (clicklog.Epoch{Number: 78, Behind: 67}) {
		t.Errorf("got %v, %v", got, err)
	}
	if end, err := clicklog.LoadPosition(tx); err != nil || end != (clicklog.Position{Block: 99, Generation: 7, Epoch: 109}) {
		t.Errorf("the log ends at %v, %v", end, err)
	}
}
