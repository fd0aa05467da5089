package storetest

import (
	"errors"

	"github.com/linkpack/linkpack-go/analytics"
)

func sharedTable() []promise {
	return []promise{
		{"the shared table is changed without a lease", changesShared},
		{"a lane's tables and the shared one are apart", keepsSharedApart},
		{"an update of the shared table that fails writes nothing", forgetsFailedShared},
		{"updates of the shared table lose nothing", losesNoSharedUpdate},
		{"a view sees one state of lane and shared table", viewsOneStateOfAll},
		{"a view does not wait for an update of the shared table", viewsDuringShared},
	}
}

// putShared stores a row of the shared table.
func putShared(key, value string) func(analytics.Tx) error {
	return func(tx analytics.Tx) error { return tx.Put(analytics.TableShared, []byte(key), []byte(value)) }
}

// shared checks the rows of the shared table.
func (p *probe) shared(want ...string) {
	p.tb.Helper()
	p.ok("ViewClicks", p.Store.ViewClicks(p.ctx, func(v analytics.View) error {
		rows, err := scan(v.Shared(), analytics.TableShared, nil, nil)
		p.ok("Scan", err)
		p.same("rows of the shared table", append([]string{}, rows...), append([]string{}, want...))
		return nil
	}))
}

func changesShared(p *probe) {
	p.ok("UpdateShared", p.UpdateShared(p.ctx, putShared("a", "1")))
	p.lane()
	p.ok("UpdateShared while somebody has a lane", p.UpdateShared(p.ctx, func(tx analytics.Tx) error {
		got, err := tx.Get(analytics.TableShared, []byte("a"))
		p.ok("Get", err)
		p.same("the value", string(got), "1")
		p.ok("Put", tx.Put(analytics.TableShared, []byte("a"), []byte("2")))
		all, err := getAll(tx, analytics.TableShared, "a")
		p.ok("GetAll", err)
		p.same("the row that was written", all, []string{"a", "2"})
		return tx.Put(analytics.TableShared, []byte("b"), nil)
	}))
	p.shared("a", "2", "b", "")
}

func keepsSharedApart(p *probe) {
	key := []byte("k")
	refuses := func(tx analytics.Tx, table analytics.Table) {
		_, getErr := tx.Get(table, key)
		_, scanErr := scan(tx, table, nil, nil)
		_, allErr := getAll(tx, table, "k")
		if getErr == nil || scanErr == nil || allErr == nil || tx.Put(table, key, key) == nil || tx.Delete(table, key) == nil {
			p.broken("a transaction has table %q, which is not its own", table)
		}
	}
	p.ok("UpdateClicks", p.UpdateClicks(p.ctx, func(tx analytics.Tx) error {
		refuses(tx, analytics.TableShared)
		return nil
	}))
	p.ok("UpdateShared", p.UpdateShared(p.ctx, func(tx analytics.Tx) error {
		refuses(tx, analytics.TableMeta)
		return nil
	}))
	p.ok("ViewClicks", p.Store.ViewClicks(p.ctx, func(v analytics.View) error {
		refuses(v.Lane(p.lease.Lane()), analytics.TableShared)
		refuses(v.Shared(), analytics.TableMeta)
		if v.Shared().Put(analytics.TableShared, key, key) == nil || v.Shared().Delete(analytics.TableShared, key) == nil {
			p.broken("a view could be written to")
		}
		return nil
	}))
	p.shared()
}

func forgetsFailedShared(p *probe) {
	p.ok("UpdateShared", p.UpdateShared(p.ctx, putShared("a", "1")))
	cause := errors.New("the transaction's own error")
	p.fails("UpdateShared", p.UpdateShared(p.ctx, func(tx analytics.Tx) error {
		return errors.Join(putShared("a", "spoiled")(tx), putShared("b", "spoiled")(tx), cause)
	}), cause)
	p.shared("a", "1")
}

func losesNoSharedUpdate(p *probe) {
	p.repeatedly(func() error {
		return p.UpdateShared(p.ctx, func(tx analytics.Tx) error {
			defer linger()
			return countUp(tx, analytics.TableShared)
		})
	})
	p.ok("ViewClicks", p.Store.ViewClicks(p.ctx, func(v analytics.View) error {
		n, err := counter(v.Shared(), analytics.TableShared, "left")
		p.ok("Get", err)
		p.same("the counter", n, uint64(10*workers))
		return nil
	}))
}

func viewsOneStateOfAll(p *probe) {
	p.put(analytics.TableLog, "a", "1", "b", "2")
	p.ok("UpdateShared", p.UpdateShared(p.ctx, putShared("a", "1")))
	p.ok("ViewClicks", p.Store.ViewClicks(p.ctx, func(v analytics.View) error {
		p.ok("updates during a view", p.elsewhere(func() error {
			return errors.Join(p.UpdateClicks(p.ctx, spoilTables), p.UpdateShared(p.ctx, putShared("a", "spoiled")))
		}))
		shared, err := scan(v.Shared(), analytics.TableShared, nil, nil)
		p.ok("Scan", err)
		p.same("the shared table in the view", shared, []string{"a", "1"})
		rows, err := scan(v.Lane(p.lease.Lane()), analytics.TableLog, nil, nil)
		p.ok("Scan", err)
		p.same("the lane in the view", rows, []string{"a", "1", "b", "2"})
		return nil
	}))
	p.shared("a", "spoiled")
}

func viewsDuringShared(p *probe) {
	p.put(analytics.TableLog, "a", "1", "b", "2")
	p.ok("UpdateShared", p.UpdateShared(p.ctx, func(tx analytics.Tx) error {
		p.ok("Put", putShared("a", "1")(tx))
		p.ok("a view during an update", p.elsewhere(func() error {
			return p.Store.ViewClicks(p.ctx, func(v analytics.View) error {
				rows, err := scan(v.Shared(), analytics.TableShared, nil, nil)
				p.same("rows in the view", len(rows), 0)
				return err
			})
		}))
		return nil
	}))
}
