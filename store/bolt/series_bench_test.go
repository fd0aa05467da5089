package bolt_test

import (
	"encoding/binary"
	"path/filepath"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
)

// BenchmarkQuickUpdates measures updates of clicks that follow each other at once, as in
// sync mode under load.
func BenchmarkQuickUpdates(b *testing.B) {
	s := openFile(b, filepath.Join(b.TempDir(), "linkpack.db"))
	defer s.Close()
	l, n := lease(b, s), uint64(0)
	for b.Loop() {
		n++
		if err := l.UpdateClicks(b.Context(), func(tx analytics.Tx) error {
			return tx.Put(analytics.TableLog, binary.BigEndian.AppendUint64(nil, n), make([]byte, 1000))
		}); err != nil {
			b.Fatal(err)
		}
	}
}
