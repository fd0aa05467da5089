package clicklog

import (
	"reflect"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

func TestRequestsAreReadAsTheyWereWritten(t *testing.T) {
	day := time.Date(2026, 5, 4, 0, 0, 0, 0, time.UTC)
	for _, s := range []analytics.Selection{{}, {Links: []uint32{}}, {Links: []uint32{1, 1 << 31}, From: day}, {To: day}} {
		if got, err := DecodeRebuildRequest(RebuildRequest(&s)); err != nil || !reflect.DeepEqual(got, s) {
			t.Errorf("%v became %v, %v", s, got, err)
		}
		got, err := DecodeLinksRequest(LinksRequest(s.Links))
		if err != nil || len(got) != len(s.Links) {
			t.Errorf("%v became %v, %v", s.Links, got, err)
		}
	}
}

func FuzzRequestValues(f *testing.F) {
	f.Add(RebuildRequest(&analytics.Selection{Links: []uint32{7}})[wire.SealSize:])
	f.Add(LinksRequest([]uint32{7, 9})[wire.SealSize:])
	f.Fuzz(func(t *testing.T, payload []byte) {
		value := wire.Seal(append(wire.NewValue(nil), payload...))
		links, err := DecodeLinksRequest(value)
		if (err == nil) != (len(payload)%4 == 0) || err == nil && len(links) != len(payload)/4 {
			t.Errorf("%x became %v, %v", payload, links, err)
		}
		if s, err := DecodeRebuildRequest(value); err == nil {
			again, err := DecodeRebuildRequest(RebuildRequest(&s))
			if err != nil || !reflect.DeepEqual(again, s) {
				t.Errorf("%v became %v, %v", s, again, err)
			}
		} else if !wire.IsDamage(err) {
			t.Errorf("%v is not called damage", err)
		}
	})
}

func TestTheEndOfALeaseIsKnownFromTheNext(t *testing.T) {
	full := make(Epochs, MaxEpochs)
	for i := range full {
		full[i] = Epoch{uint64(i + 10), uint64(i)}
	}
	for name, c := range map[string]struct {
		epochs Epochs
		number uint64
		block  uint64
		known  bool
	}{
		"the next one":                {Epochs{{3, 0}, {5, 20}, {9, 30}}, 3, 20, true},
		"one that wrote nothing":      {Epochs{{3, 0}, {5, 20}, {9, 30}}, 4, 20, true},
		"nobody has written since":    {Epochs{{3, 0}, {5, 20}}, 5, 0, false},
		"all is forgotten":            {nil, 3, 0, false},
		"the oldest that is known":    {full, 10, 1, true},
		"older than all that is kept": {full, 9, 0, false},
	} {
		if block, known := c.epochs.EndOf(c.number); block != c.block || known != c.known {
			t.Errorf("%s: block %d, %v", name, block, known)
		}
	}
}
