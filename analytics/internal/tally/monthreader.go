package tally

import (
	"fmt"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// monthReader finds the sums of a month of single links: in a row of their own or in
// their page.
type monthReader struct {
	page *rollup.MonthPage // that has the sum that was read last; nil if it has a row of its own
	key  wire.SumKey       // of that row
	room rollup.MonthPage
}

// of returns the sum of a month of a link; nil if there is none. made says that the sums
// of the link's page are stored, so a link without one has no requests.
func (m *monthReader) of(tx analytics.Tx, link, month uint32) (r *wire.Reader, made bool, err error) {
	m.page, m.key = nil, wire.SumKey{Kind: wire.SumMonth, Number: link, Index: month}
	payload, err := wire.Get(tx, analytics.TableSums, m.key.Bytes())
	if err != nil || payload != nil {
		return &wire.Reader{Data: payload}, true, err
	}
	page := wire.PageOf(link)
	first, _ := wire.LinksOfPage(page)
	m.key = wire.SumKey{Kind: wire.SumPage, Number: page, Index: month}
	if payload, err = wire.Get(tx, analytics.TableSums, m.key.Bytes()); err != nil || payload == nil {
		return nil, false, err
	}
	if err := m.room.Read(payload); err != nil {
		return nil, true, m.inRow(err)
	}
	part, found := m.room.Parts.Of(byte(link - first))
	if !found {
		return nil, true, nil
	}
	if len(part) == 0 {
		return nil, false, missingUnlessOpen(tx, link, month)
	}
	m.page = &m.room
	return &wire.Reader{Data: part}, true, nil
}

// inRow adds the name of the row that was read last to an error.
func (m *monthReader) inRow(err error) error {
	return wire.InRow(err, analytics.TableSums, m.key.Bytes())
}

// missingUnlessOpen returns the error of missingMonth, unless the row is to be made
// again.
func missingUnlessOpen(tx analytics.Tx, link, month uint32) error {
	open, err := rollup.IsOpen(tx, wire.SumKey{Kind: wire.SumMonth, Number: link, Index: month})
	if err != nil || open {
		return err
	}
	return missingMonth(link, month)
}

// missingMonth returns the error that a link's month has no row, although its page
// refers to it.
func missingMonth(link, month uint32) error {
	k := wire.SumKey{Kind: wire.SumMonth, Number: link, Index: month}
	return wire.InRow(fmt.Errorf("%w: the row is missing", analytics.ErrDamaged), analytics.TableSums, k.Bytes())
}
