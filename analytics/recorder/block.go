package recorder

import (
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
)

// block has everything that one flush writes. It is built once; writing it can be
// retried.
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

// tableRow is a row with its table.
type tableRow struct {
	analytics.Table
	analytics.Row
}

// add adds a row.
func (bl *block) add(table analytics.Table, row analytics.Row) {
	bl.rows = append(bl.rows, tableRow{table, row})
}
