package linkbreakersv1

import (
	"context"
	"strconv"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// addEventCounts adds the number of clicks and scans by people to each link, if the
// caller may read it and it is known.
func (h *handlers) addEventCounts(ctx context.Context, shown []wireLink, links []*linkpack.Link) error {
	clicks, err := httpadapter.LinkClicks(ctx, h.shortener, links)
	for i, n := range clicks {
		shown[i].EventCount = strconv.FormatUint(n, 10)
	}
	return err
}
