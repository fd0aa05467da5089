package linkbreakersv1

import (
	"context"
	"errors"
	"strconv"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
)

// addEventCounts adds the number of human clicks and scans to each link. If figures are
// damaged, it leaves out all of them, since the links are of use without them. So it
// does for those who may not read figures, such as a token that only changes links.
func (h *handlers) addEventCounts(ctx context.Context, shown []wireLink, links []*linkpack.Link) error {
	if len(links) == 0 {
		return nil
	}
	totals, err := h.shortener.LinkTotals(ctx, links)
	if errors.Is(err, analytics.ErrDamaged) || errors.Is(err, analytics.ErrFormat) || errors.Is(err, linkpack.ErrForbidden) {
		return nil
	}
	if err != nil {
		return err
	}
	for i := range shown {
		shown[i].EventCount = strconv.FormatUint(totals[i][analytics.Human], 10)
	}
	return nil
}
