package linkpack

import (
	"context"
	"iter"

	"github.com/linkpack/linkpack-go/analytics"
)

// ImportVisits records visits of the past, such as those in a web server's log.
// Set the Time of each visit and resolve it with [Shortener.Resolve]. Each click
// appears in the statistics on the day of its Time. Its place, device and class
// are determined as for a visit of today, and visits of a link with MaxClicks
// count as uses, except internal ones (Options.Internal). Leave the Header of a visit nil if its source has no User-Agents:
// a visit with headers but without a User-Agent is a bot's. See
// [recorder.Recorder.Import] for the speed, the guarantees, and how visitors of
// past days are recognized.
//
// ImportVisits returns the number of clicks that are on disk. If a visit cannot
// be imported, it returns an *[analytics.ImportError], and nothing of that
// visit's block is written. It skips resolutions for which [Shortener.Record]
// does nothing.
func (s *Shortener) ImportVisits(ctx context.Context, visits iter.Seq2[Resolution, error]) (taken int, err error) {
	if err := permitOperator(ctx); err != nil {
		return 0, err
	}
	return s.recorder.Import(ctx, func(yield func(analytics.Hit, error) bool) {
		for res, err := range visits {
			var hit analytics.Hit
			if err == nil {
				if res.match.visit == nil {
					continue
				}
				hit = res.hit()
				hit.ID, hit.Person = analytics.ClickID{}, 0 // the visitor got no lbid then
			}
			if !yield(hit, err) {
				return
			}
		}
	})
}
