package postgres

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/store/transfer"
)

// copies implements [transfer.Rows]. Rows are as they are in the tables of keys and
// values, and those of other tables like them.
type copies struct{ *store }

// copyTables returns the tables of keys and values that are not of the click log, by the
// names that they have for copies.
func copyTables() map[string]string {
	return map[string]string{
		transfer.Workspaces: nameWorkspaces, transfer.Links: nameLinks, transfer.IDs: nameIDs, transfer.Codes: nameCodes,
		transfer.External: nameExternal, transfer.Destinations: nameDestinations, transfer.Orders: nameOrders,
		transfer.Segments: nameSegments, transfer.Bin: nameBin, transfer.Deleted: nameDeleted, transfer.Revisions: nameRevisions,
		transfer.Documents: nameDocuments, transfer.DocumentKeys: nameUnique, transfer.Visitors: nameVisitors,
		transfer.Aliases: nameAliases, transfer.Known: nameKnown,
	}
}

// copyPlace returns where a table of keys and values is.
func copyPlace(t transfer.Table) (place, error) {
	name, ok := copyTables()[t.Name]
	switch {
	case t.Clicks && t.Name == string(analytics.TableShared):
		return place{name: nameShared}, nil
	case t.Clicks:
		return lanePlace(analytics.Table(t.Name), t.Lane), nil
	case ok:
		return place{name: name}, nil
	}
	return place{}, fmt.Errorf("postgres: no table %s", t)
}

const (
	readMark   = "select mark from linkpack_copy where id = 1"
	setMark    = "insert into linkpack_copy (id, mark) values (1, $1) on conflict (id) do update set mark = excluded.mark"
	removeMark = "delete from linkpack_copy"
)

// querier is a transaction or a pool.
type querier interface {
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

// copyMark returns the mark of an unfinished copy to the database, or nil.
func copyMark(ctx context.Context, q querier) (mark []byte, err error) {
	err = q.QueryRow(ctx, readMark).Scan(&mark)
	if errors.Is(err, pgx.ErrNoRows) {
		err = nil
	}
	return mark, failed(err)
}

// checkWhole refuses a database to which a copy is unfinished.
func checkWhole(ctx context.Context, pool *pgxpool.Pool) error {
	mark, err := copyMark(ctx, pool)
	if err == nil && mark != nil {
		err = transfer.ErrUnfinished
	}
	return err
}

// View implements [transfer.Rows]. It numbers all changes before.
func (c copies) View(ctx context.Context, fn func(transfer.View) error) error {
	if _, err := c.sequence(ctx); err != nil {
		return err
	}
	return c.once(ctx, snapshot(), func(tx *tx) error { return fn(&copyView{view{tx}}) })
}

// copyView implements [transfer.View].
type copyView struct{ view }

// Mark implements [transfer.View].
func (v *copyView) Mark() ([]byte, error) {
	mark, err := copyMark(v.tx.ctx, v.tx.conn)
	return mark, v.tx.fail(err)
}

const anyRequest = "select lane from linkpack_requests order by lane, id limit 1"

// Idle implements [transfer.View].
func (v *copyView) Idle() error {
	lanes, err := v.Lanes()
	if err != nil {
		return err
	}
	for _, l := range lanes {
		if l.Leased {
			return fmt.Errorf("%w: lane %d is leased", transfer.ErrInUse, l.Lane)
		}
	}
	st, err := v.tx.logState()
	if err == nil && st.waiting {
		err = fmt.Errorf("%w: links are being changed", transfer.ErrInUse)
	}
	if err != nil {
		return err
	}
	var lane analytics.Lane
	err = v.tx.conn.QueryRow(v.tx.ctx, anyRequest).Scan(&lane)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return nil
	case err == nil:
		return fmt.Errorf("%w: lane %d has requests that no recorder has fulfilled", transfer.ErrInUse, lane)
	}
	return v.tx.fail(err)
}

// Rows implements [transfer.View].
func (v *copyView) Rows(t transfer.Table, after []byte) iter.Seq2[transfer.Row, error] {
	switch {
	case t.Clicks:
	case t.Name == transfer.Lanes:
		return v.few(after, v.laneRows)
	case t.Name == transfer.Counters:
		return v.few(after, v.counters)
	case t.Name == transfer.Uses:
		return v.paged(after, v.uses)
	case t.Name == transfer.Changes:
		return v.paged(after, v.changes)
	}
	return v.keyed(t, after)
}
