package linkpack

import (
	"context"
	"iter"

	"github.com/linkpack/linkpack-go/analytics"
)

// ImportVisits counts visits of the past, such as those in a web server's log:
// resolutions of visits that have their own Time. Each stands in the statistics
// on the day of its Time, with its place, device and class found out like those
// of a visit of today. Those of a link with MaxClicks use it up as ever. See [analytics.Recorder.Import] for its pace, for what
// it promises, and for how visitors of past days are told apart.
//
// It returns how many visits are on disk. A visit that cannot be taken is an
// *[analytics.ImportError], and nothing of its block is written. Resolutions
// that count nothing, as in [Shortener.Record], are passed over.
func (s *Shortener) ImportVisits(ctx context.Context, visits iter.Seq2[Resolution, error]) (taken int, err error) {
	return s.recorder.Import(ctx, func(yield func(analytics.Hit, error) bool) {
		for res, err := range visits {
			var hit analytics.Hit
			if err == nil {
				if res.visit == nil {
					continue
				}
				hit = res.hit()
			}
			if !yield(hit, err) {
				return
			}
		}
	})
}
