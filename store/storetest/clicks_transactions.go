package storetest

import (
	"errors"

	"github.com/linkpack/linkpack-go/analytics"
)

func clickTransactions() []promise {
	return []promise{
		{"a transaction sees what it wrote", seesOwnWrites},
		{"a transaction that fails writes nothing", forgetsFailedTransaction},
		{"a transaction that panics writes nothing", survivesPanickingTransaction},
		{"a transaction keeps none of the slices it is given", keepsNoSlices},
		{"a view cannot be written to", refusesWritesInView},
		{"a view's error is returned", returnsViewError},
		{"a view sees one state, whatever happens meanwhile", viewsOneState},
		{"a view does not wait for an update that runs", viewsDuringUpdate},
	}
}

func seesOwnWrites(p *probe) {
	p.put(analytics.TableLog, "a", "1", "b", "2")
	p.ok("UpdateClicks", p.UpdateClicks(p.ctx, func(tx analytics.Tx) error {
		p.ok("Put", tx.Put(analytics.TableLog, []byte("b"), []byte("two")))
		p.ok("Put", tx.Put(analytics.TableLog, []byte("c"), []byte("three")))
		p.ok("Delete", tx.Delete(analytics.TableLog, []byte("a")))
		got, err := tx.Get(analytics.TableLog, []byte("b"))
		p.ok("Get", err)
		p.same("Get", string(got), "two")
		rows, err := scan(tx, analytics.TableLog, nil, nil)
		p.ok("Scan", err)
		p.same("Scan", rows, []string{"b", "two", "c", "three"})
		return nil
	}))
}

// spoilTables changes rows a and b, in a transaction that is not to succeed.
func spoilTables(tx analytics.Tx) error {
	return errors.Join(
		tx.Put(analytics.TableLog, []byte("a"), []byte("spoiled")),
		tx.Put(analytics.TableMeta, []byte("new"), []byte("spoiled")),
		tx.Delete(analytics.TableLog, []byte("b")),
	)
}

// unspoiled checks that spoilTables changed nothing.
func (p *probe) unspoiled() {
	p.tb.Helper()
	p.same("rows of the log", p.rows(analytics.TableLog), []string{"a", "1", "b", "2"})
	p.same("rows of meta", len(p.rows(analytics.TableMeta)), 0)
}

func forgetsFailedTransaction(p *probe) {
	p.put(analytics.TableLog, "a", "1", "b", "2")
	cause := errors.New("the transaction's own error")
	p.fails("UpdateClicks", p.UpdateClicks(p.ctx, func(tx analytics.Tx) error {
		p.ok("writing", spoilTables(tx))
		return cause
	}), cause)
	p.unspoiled()
}

func survivesPanickingTransaction(p *probe) {
	p.put(analytics.TableLog, "a", "1", "b", "2")
	func() {
		defer func() { p.same("the panic", recover(), "on purpose") }()
		_ = p.UpdateClicks(p.ctx, func(tx analytics.Tx) error {
			p.ok("writing", spoilTables(tx))
			panic("on purpose")
		})
	}()
	p.unspoiled()
	func() {
		defer func() { p.same("the panic", recover(), "in a view") }()
		_ = p.ViewClicks(p.ctx, func(analytics.Tx) error { panic("in a view") })
	}()
	p.put(analytics.TableMeta, "after", "1")
}

func keepsNoSlices(p *probe) {
	p.ok("UpdateClicks", p.UpdateClicks(p.ctx, func(tx analytics.Tx) error {
		key, value := []byte("k1"), []byte("v1")
		p.ok("Put", tx.Put(analytics.TableLog, key, value))
		key[1], value[1] = '2', '2'
		p.ok("Put", tx.Put(analytics.TableLog, key, value))
		key[1], value[1] = 'x', 'x'
		return nil
	}))
	p.same("rows", p.rows(analytics.TableLog), []string{"k1", "v1", "k2", "v2"})
}

func refusesWritesInView(p *probe) {
	p.put(analytics.TableLog, "a", "1", "b", "2")
	p.ok("ViewClicks", p.ViewClicks(p.ctx, func(tx analytics.Tx) error {
		if tx.Put(analytics.TableLog, []byte("a"), []byte("spoiled")) == nil {
			p.broken("Put gave no error")
		}
		if tx.Delete(analytics.TableLog, []byte("b")) == nil {
			p.broken("Delete gave no error")
		}
		return nil
	}))
	p.unspoiled()
}

func returnsViewError(p *probe) {
	cause := errors.New("the view's own error")
	p.fails("ViewClicks", p.ViewClicks(p.ctx, func(analytics.Tx) error { return cause }), cause)
}

func viewsOneState(p *probe) {
	p.put(analytics.TableLog, "a", "1", "b", "2")
	p.ok("ViewClicks", p.ViewClicks(p.ctx, func(tx analytics.Tx) error {
		p.ok("an update during a view", p.elsewhere(func() error {
			return p.UpdateClicks(p.ctx, spoilTables)
		}))
		rows, err := scan(tx, analytics.TableLog, nil, nil)
		p.ok("Scan", err)
		p.same("rows in the view", rows, []string{"a", "1", "b", "2"})
		return nil
	}))
	p.same("rows afterwards", p.rows(analytics.TableLog), []string{"a", "spoiled"})
}

func viewsDuringUpdate(p *probe) {
	p.put(analytics.TableLog, "a", "1", "b", "2")
	p.ok("UpdateClicks", p.UpdateClicks(p.ctx, func(tx analytics.Tx) error {
		p.ok("writing", spoilTables(tx))
		var rows []string
		p.ok("a view during an update", p.elsewhere(func() error {
			return p.ViewClicks(p.ctx, func(tx analytics.Tx) (err error) {
				rows, err = scan(tx, analytics.TableLog, nil, nil)
				return err
			})
		}))
		p.same("rows in the view", rows, []string{"a", "1", "b", "2"})
		return nil
	}))
}
