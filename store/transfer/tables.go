package transfer

import (
	"encoding/binary"
	"fmt"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
)

// Table names a table of a store. Numbers in keys and values are big endian.
type Table struct {
	Name   string         // one of the names below, or that of an [analytics.Table]
	Clicks bool           // it is a table of the click log
	Lane   analytics.Lane // of a table of the click log
}

// String returns the name, with the lane if it is not 0.
func (t Table) String() string {
	switch {
	case !t.Clicks:
		return t.Name
	case t.Lane == 0:
		return "clicks." + t.Name
	}
	return fmt.Sprintf("clicks.%s/%d", t.Name, t.Lane)
}

// The names of tables that are not of the click log. Package bolt says what most of them
// have as keys and values.
const (
	Lanes        = "lanes"    // lane (2 bytes) → epoch of its newest lease (8 bytes)
	Counters     = "counters" // one of the names of counters → number (8 bytes)
	Workspaces   = "workspaces"
	Links        = "links"
	IDs          = "ids"
	Codes        = "codes"
	External     = "external"
	Destinations = "destinations"
	Orders       = "orders"
	Segments     = "segments"
	Bin          = "bin"
	Deleted      = "deleted"
	Revisions    = "revisions"
	Uses         = "uses"
	Documents    = "documents"
	DocumentKeys = "keys"
	Visitors     = "visitors"
	Aliases      = "aliases"
	Known        = "known"
	Changes      = "changes"
)

// The names of counters.
const (
	LastNumber = "numbers" // the last one that a link or workspace was given
	LastChange = "changes" // the last row of the change log
)

// tables returns the tables of a store in the order in which they are copied. What rows
// point to comes before them.
func tables(lanes []analytics.Lane) []Table {
	var all []Table
	for _, name := range []string{
		Lanes, Counters, Workspaces, Links, IDs, Codes, External, Destinations, Orders, Segments, Bin,
		Deleted, Revisions, Uses, Documents, DocumentKeys, Visitors, Aliases, Known, Changes,
	} {
		all = append(all, Table{Name: name})
	}
	all = append(all, Table{Name: string(analytics.TableShared), Clicks: true})
	for _, lane := range lanes {
		for _, name := range analytics.Tables() {
			all = append(all, Table{Name: string(name), Clicks: true, Lane: lane})
		}
	}
	return all
}

// TablesOf returns the tables of a store, in the order in which they are copied. Every store
// has lane 0.
func TablesOf(v View) ([]Table, error) {
	lanes := []analytics.Lane{0}
	for row, err := range v.Rows(Table{Name: Lanes}, nil) {
		var lane analytics.Lane
		if err == nil {
			lane, _, err = LaneOf(row)
		}
		if err != nil {
			return nil, fmt.Errorf("table %s: %w", Lanes, err)
		}
		if lane != 0 {
			lanes = append(lanes, lane)
		}
	}
	return tables(lanes), nil
}

// LaneRow returns the row of a lane.
func LaneRow(lane analytics.Lane, epoch uint64) Row {
	return Row{binary.BigEndian.AppendUint16(nil, uint16(lane)), binary.BigEndian.AppendUint64(nil, epoch)}
}

// LaneOf returns what a row of a lane says.
func LaneOf(r Row) (lane analytics.Lane, epoch uint64, err error) {
	if len(r.Key) == 2 {
		lane = analytics.Lane(binary.BigEndian.Uint16(r.Key))
	}
	if len(r.Key) != 2 || lane > analytics.MaxLane {
		return 0, 0, fmt.Errorf("%w: lane %x", linkpack.ErrDamaged, r.Key)
	}
	epoch, err = NumberOf(r)
	return lane, epoch, err
}

// NumberRow returns a row whose value is a number, such as that of a counter.
func NumberRow(key string, n uint64) Row {
	return Row{[]byte(key), binary.BigEndian.AppendUint64(nil, n)}
}

// NumberOf returns the number that a row has as value.
func NumberOf(r Row) (uint64, error) {
	if len(r.Value) != 8 {
		return 0, fmt.Errorf("%w: the number of row %q has %d bytes", linkpack.ErrDamaged, r.Key, len(r.Value))
	}
	return binary.BigEndian.Uint64(r.Value), nil
}
