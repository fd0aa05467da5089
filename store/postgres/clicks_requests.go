package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/linkpack/linkpack-go/analytics"
)

const (
	allRequests = "select id, kind, value from linkpack_requests where lane = $1 order by id"
	addRequest  = "insert into linkpack_requests (lane, id, kind, value) values ($1, $2, $3, $4) on conflict do nothing"
	fulfilled   = "delete from linkpack_requests where lane = $1 and id = any($2::bytea[])"
	stillAsked  = "select lane from linkpack_requests where lane = any($1::int[]) and id = $2 order by lane"
	noteRequest = "update linkpack_lanes set request = request + 1 where lane = $1"
)

// Renew implements [analytics.Lease]. It waits for a running update.
func (l *lease) Renew(ctx context.Context) (requests []analytics.Request, err error) {
	err = l.store.transact(ctx, l.renewed(), func(tx *tx) error {
		requests, err = tx.requests(l.lane)
		return err
	})
	return requests, err
}

// Fulfil implements [analytics.Lease].
func (l *lease) Fulfil(ctx context.Context, ids ...string) error {
	keys := make([][]byte, len(ids))
	for i, id := range ids {
		keys[i] = []byte(id)
	}
	return l.store.transact(ctx, l.renewed(), func(tx *tx) error {
		_, err := tx.conn.Exec(ctx, fulfilled, int32(l.lane), keys)
		return tx.fail(err)
	})
}

// requests returns what the owner of a lane was asked.
func (t *tx) requests(lane analytics.Lane) ([]analytics.Request, error) {
	rows, _ := t.conn.Query(t.ctx, allRequests, int32(lane))
	found, err := pgx.CollectRows(rows, func(r pgx.CollectableRow) (q analytics.Request, err error) {
		var id []byte
		err = r.Scan(&id, &q.Kind, &q.Value)
		q.ID = string(id)
		return q, err
	})
	return found, t.fail(err)
}

// Ask implements [analytics.Store].
func (s *store) Ask(ctx context.Context, lanes []analytics.Lane, request analytics.Request) error {
	return s.transact(ctx, opening{begin: beginLocked, first: "select 1::bigint"}, func(tx *tx) error {
		b := new(pgx.Batch)
		for _, lane := range lanes {
			b.Queue(addRequest, int32(lane), []byte(request.ID), int16(request.Kind), bound(request.Value))
			b.Queue(noteRequest, int32(lane))
		}
		return tx.send(b)
	})
}

// Asked implements [analytics.Store].
func (s *store) Asked(ctx context.Context, lanes []analytics.Lane, id string) (asked []analytics.Lane, err error) {
	numbers := make([]int32, len(lanes))
	for i, lane := range lanes {
		numbers[i] = int32(lane)
	}
	err = s.look(ctx, func(tx *tx) error {
		rows, _ := tx.conn.Query(ctx, stillAsked, numbers, []byte(id))
		asked, err = pgx.CollectRows(rows, pgx.RowTo[analytics.Lane])
		return tx.fail(err)
	})
	return asked, err
}
