package linkpack

import (
	"encoding/binary"
	"strconv"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/routing"
)

// trackedClick is what the click log keeps of a click whose ID the destination gets.
type trackedClick struct {
	id     analytics.ClickID
	person uint64 // see personOf
}

// track gives a person's click on a link with TrackConversions an ID, and the
// destination the lbid. A click without one is still redirected and counted.
func (s *Shortener) track(m *match, res *Resolution) {
	if res.Fallback || !m.isPerson() {
		return
	}
	id, err := s.recorder.NewID(m.visit.Time)
	if err != nil {
		s.opts.Logger.Error("click not tracked", "link", m.plan.Link, "error", err)
		return
	}
	location := routing.SetLBID(res.Location, lbidOf(id))
	if location == res.Location { // the URL of an app
		return
	}
	res.Location = location
	res.tracked = &trackedClick{id, s.personOf(m.plan.Workspace, m.visit.VisitorKey)}
}

// personOf returns the keyed hash by which the tracked clicks of one visitor to a
// workspace are known again. It is 0 for a visitor without a key.
func (s *Shortener) personOf(workspace uint32, key string) uint64 {
	if key == "" {
		return 0
	}
	hash := s.Sign("visitor of tracked clicks", strconv.FormatUint(uint64(workspace), 10)+"\n"+key)
	return max(binary.BigEndian.Uint64(hash), 1)
}
