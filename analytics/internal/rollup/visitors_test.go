package rollup

import (
	"bytes"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/axiomhq/hyperloglog"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// estimate tells how many visitors a stored value stands for.
func estimate(t *testing.T, payload []byte) uint64 {
	t.Helper()
	r := wire.Reader{Data: payload}
	var v Visitors
	v.Read(&r)
	if err := r.End(); err != nil {
		t.Fatal(err)
	}
	if v.packed == nil {
		return uint64(len(v.Few))
	}
	var sketch hyperloglog.Sketch
	if err := sketch.UnmarshalBinary(v.packed); err != nil {
		t.Fatal(err)
	}
	return sketch.Estimate()
}

// stored stores visitors, reading them back every few, as folds do.
func stored(t *testing.T, hashes []uint64, every int) []byte {
	t.Helper()
	var payload []byte
	for len(hashes) > 0 {
		n := min(every, len(hashes))
		var v Visitors
		if payload != nil {
			r := wire.Reader{Data: payload}
			v.Read(&r)
		}
		for _, hash := range hashes[:n] {
			if err := v.add(hash); err != nil {
				t.Fatal(err)
			}
		}
		var err error
		if payload, err = v.Append(nil); err != nil {
			t.Fatal(err)
		}
		hashes = hashes[n:]
	}
	return payload
}

func TestVisitorsAreCountedAsPromised(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	for _, count := range []int{1, 32, 33, 500, 1000, 5000, 20_000, 100_000} {
		hashes := make([]uint64, count)
		for i := range hashes {
			hashes[i] = random.Uint64()
		}
		got := float64(estimate(t, stored(t, append(hashes, hashes[:count/2]...), 10_000)))
		allowed := 1.0
		if count > 1000 {
			allowed = 0.03 * float64(count) // nearly four standard errors
		}
		if math.Abs(got-float64(count)) > allowed {
			t.Errorf("%d visitors are counted as %v", count, got)
		}
	}
}

func TestVisitorsAreStoredTheSameInAnyOrder(t *testing.T) {
	random := rand.New(rand.NewPCG(2, 2))
	for _, count := range []int{20, 40, 300, 3000, 12_000} {
		hashes := make([]uint64, count)
		for i := range hashes {
			hashes[i] = random.Uint64()
		}
		one := stored(t, hashes, 7919)
		random.Shuffle(count, func(i, j int) { hashes[i], hashes[j] = hashes[j], hashes[i] })
		if other := stored(t, hashes, 613); !bytes.Equal(one, other) {
			t.Errorf("%d visitors are stored in two ways", count)
		}
	}
}

func TestVisitorsAreCountedWithoutDecoding(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 4))
	for _, count := range []int{0, 1, 7, 100, maxFew, maxFew + 1, 20_000} {
		var v Visitors
		for range count {
			if err := v.add(random.Uint64()); err != nil {
				t.Fatal(err)
			}
		}
		payload, err := v.Append(nil)
		if err != nil {
			t.Fatal(err)
		}
		r := wire.Reader{Data: append(payload, 1, 2)}
		if got := CountVisitors(&r); got != v.Estimate() || r.Left() != 2 || r.Failed {
			t.Errorf("%d visitors are counted as %d, decoded as %d; %d bytes are left", count, got, v.Estimate(), r.Left())
		}
		for cut := 1; cut < min(len(payload), 9); cut++ {
			if r := (wire.Reader{Data: payload[:len(payload)-cut]}); CountVisitors(&r) > 0 && !r.Failed {
				t.Errorf("%d visitors without %d bytes are counted", count, cut)
			}
		}
	}
}
