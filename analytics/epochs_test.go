package analytics

import (
	"slices"
	"testing"
)

// TestEpochsTellWhatWasWritten has some leases write blocks, the last of each in
// doubt.
func TestEpochsTellWhatWasWritten(t *testing.T) {
	tx := tables{}
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
	want := epochs{{3, 0}, {5, 2}, {9, 3}}
	if got, err := loadEpochs(tx); err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, %v, want %v", got, err, want)
	}
	for number := uint64(6); number < 100; number++ {
		write(number, 10+number)
	}
	got, err := loadEpochs(tx)
	if err != nil || len(got) != maxEpochs || got[maxEpochs-1] != (epoch{109, 98}) || got[0] != (epoch{78, 67}) {
		t.Errorf("got %v, %v", got, err)
	}
	if end, err := loadPosition(tx); err != nil || end != (position{block: 99, generation: 7, epoch: 109}) {
		t.Errorf("the log ends at %v, %v", end, err)
	}
}

func FuzzEpochs(f *testing.F) {
	for _, e := range []epochs{nil, {{3, 0}}, {{3, 0}, {5, 2}, {9, 2}}, {{3, 0}, {3, 2}}, {{3, 5}, {4, 2}}} {
		tx := tables{}
		if err := e.put(tx); err != nil {
			f.Fatal(err)
		}
		f.Add(tx[TableMeta][metaEpochs][sealSize:])
	}
	f.Fuzz(func(t *testing.T, payload []byte) {
		tx := tables{TableMeta: {metaEpochs: seal(append(newValue(nil), payload...))}}
		e, err := loadEpochs(tx)
		if err != nil {
			if !isDamage(err) {
				t.Errorf("%v is not called damage", err)
			}
			return
		}
		if err := e.begin(1<<63, 1<<63).put(tx); err != nil {
			t.Fatal(err)
		}
		if again, err := loadEpochs(tx); len(e) > 0 && e[len(e)-1].number < 1<<63 && e[len(e)-1].behind <= 1<<63 && (err != nil || len(again) != min(len(e)+1, maxEpochs)) {
			t.Errorf("%v became %v, %v", e, again, err)
		}
	})
}
