package wire

import (
	"encoding/binary"
	"math/rand/v2"
	"testing"
)

func TestSkippedNumbersEndWhereReadOnesDo(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 3))
	for range 2000 {
		var data []byte
		n := random.IntN(40)
		for range n {
			data = binary.AppendUvarint(data, random.Uint64()>>random.IntN(64))
		}
		end := len(data)
		data = append(data, make([]byte, random.IntN(10))...)
		r := Reader{Data: data}
		if r.SkipUvarints(n); r.Failed || r.Pos != end {
			t.Fatalf("%d numbers end at %d, not %d (failed: %v)", n, r.Pos, end, r.Failed)
		}
		r = Reader{Data: data[:end]}
		if r.SkipUvarints(n + 1); !r.Failed {
			t.Fatalf("%d numbers are skipped where there are %d", n+1, n)
		}
	}
}
