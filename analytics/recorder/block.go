package recorder

import (
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
)

// block is what one flush adds to the store. It is built once and can be
// written as often as it takes.
type block struct {
	number     uint64
	generation uint32
	rows       []tableRow
	plans      []*analytics.Plan // plans that may not be stored yet
	gaps       []clicklog.Gap
	groups     []clicklog.PendingGroup
	clicks     int
	kinds      kinds
}

// tableRow is a row and where it belongs.
type tableRow struct {
	analytics.Table
	analytics.Row
}

// add adds a row to what is written.
func (bl *block) add(table analytics.Table, row analytics.Row) {
	bl.rows = append(bl.rows, tableRow{table, row})
}
