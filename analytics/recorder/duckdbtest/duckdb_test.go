package duckdbtest

import (
	"cmp"
	"context"
	"database/sql"
	"database/sql/driver"
	"iter"
	"path/filepath"
	"strings"
	"testing"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/routing"
)

// duck is a DuckDB file, which uses two threads.
type duck struct {
	*testing.T
	path      string
	connector *duckdb.Connector
	db        *sql.DB
}

// copied returns a new file with the given clicks.
func copied(t *testing.T, clicks iter.Seq2[analytics.Click, error]) *duck {
	d := &duck{T: t, path: filepath.Join(t.TempDir(), "clicks.duckdb")}
	d.open()
	d.exec(table())
	d.append(clicks)
	d.exec("CHECKPOINT")
	d.close()
	d.open()
	t.Cleanup(d.close)
	return d
}

// table returns the statement that creates the table. Without a value, a column of a
// dimension has the name under which such clicks are shown, since NULLs are slower.
func table() string {
	columns := []string{"time TIMESTAMP", "link UINTEGER", "class UTINYINT", "visitor UBIGINT"}
	for _, d := range analytics.Dimensions() {
		columns = append(columns, d.String()+" VARCHAR")
	}
	return "CREATE TABLE clicks (" + strings.Join(columns, ", ") + ")"
}

// rowOf returns the row of a click.
func rowOf(c *analytics.Click) []driver.Value {
	row := []driver.Value{c.Time, c.Link.Number, uint8(c.Class), c.Visitor}
	for _, d := range analytics.Dimensions() {
		row = append(row, valueOf(c, d))
	}
	return row
}

// valueOf returns the value of a click in a dimension.
func valueOf(c *analytics.Click, d analytics.Dimension) string {
	switch d {
	case analytics.ByCountry:
		return cmp.Or(c.Place.Country, "Unknown")
	case analytics.ByDevice:
		if c.Agent.Device != routing.UnknownDevice {
			return c.Agent.Device.String()
		}
	case analytics.ByOS:
		return cmp.Or(c.Agent.OS, "Unknown")
	case analytics.ByBrowser:
		return cmp.Or(c.Agent.Browser, "Unknown")
	case analytics.ByReferrer:
		return c.Referrer
	case analytics.ByRule:
		return c.Rule
	case analytics.ByDestination:
		return c.Destination
	}
	return "Unknown" // the traffic has nothing else
}

func (d *duck) open() {
	var err error
	d.connector, err = duckdb.NewConnector(d.path+"?threads=2", nil)
	d.check(err)
	d.db = sql.OpenDB(d.connector)
}

func (d *duck) close() { d.check(d.db.Close()) }

func (d *duck) exec(statement string) {
	_, err := d.db.Exec(statement)
	d.check(err)
}

// append appends clicks to the table.
func (d *duck) append(clicks iter.Seq2[analytics.Click, error]) {
	conn, err := d.connector.Connect(context.Background())
	d.check(err)
	appender, err := duckdb.NewAppenderFromConn(conn, "", "clicks")
	d.check(err)
	for click, err := range clicks {
		d.check(err)
		d.check(appender.AppendRow(rowOf(&click)...))
	}
	d.check(appender.Close())
	d.check(conn.Close())
}

func (d *duck) check(err error) {
	d.Helper()
	if err != nil {
		d.Fatal(err)
	}
}
