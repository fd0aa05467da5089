package storetest

import (
	"bytes"
	"encoding/binary"
	"errors"

	"github.com/linkpack/linkpack-go/analytics"
)

func clickTables() []promise {
	return []promise{
		{"every table holds rows of its own", keepsTablesApart},
		{"Put sets and Delete removes", putsAndDeletes},
		{"a missing row is nil, an empty value is not", tellsEmptyFromMissing},
		{"Scan yields from <= key < to in the order of the bytes", scansRanges},
		{"Scan ends when its reader does", scansPart},
		{"large values and many rows are kept", keepsMuch},
		{"a table that does not exist is an error", refusesUnknownTable},
	}
}

func keepsTablesApart(p *probe) {
	for _, table := range analytics.Tables() {
		p.put(table, "key", string(table))
	}
	for _, table := range analytics.Tables() {
		p.same("rows of table "+string(table), p.rows(table), []string{"key", string(table)})
	}
}

func putsAndDeletes(p *probe) {
	p.put(analytics.TableMeta, "a", "1", "b", "2", "c", "3", "b", "two")
	p.ok("UpdateClicks", p.UpdateClicks(p.ctx, func(tx analytics.Tx) error {
		return errors.Join(
			tx.Put(analytics.TableMeta, []byte("a"), []byte("one, and longer")),
			tx.Delete(analytics.TableMeta, []byte("c")),
			tx.Delete(analytics.TableMeta, []byte("never was")),
		)
	}))
	p.same("rows", p.rows(analytics.TableMeta), []string{"a", "one, and longer", "b", "two"})
}

func tellsEmptyFromMissing(p *probe) {
	look := func(tx analytics.Tx) error {
		empty, err := tx.Get(analytics.TableMeta, []byte("empty"))
		if err != nil || empty == nil || len(empty) != 0 {
			p.broken("Get of an empty value: %#v, %v", empty, err)
		}
		missing, err := tx.Get(analytics.TableMeta, []byte("missing"))
		if err != nil || missing != nil {
			p.broken("Get of a missing row: %#v, %v", missing, err)
		}
		return nil
	}
	p.ok("UpdateClicks", p.UpdateClicks(p.ctx, func(tx analytics.Tx) error {
		p.ok("Put", tx.Put(analytics.TableMeta, []byte("empty"), nil))
		return look(tx)
	}))
	p.ok("ViewClicks", p.ViewClicks(p.ctx, look))
}

func scansRanges(p *probe) {
	p.put(analytics.TableHeads, "b", "3", "\x00", "1", "a\xff", "2", "b\x00", "4", "\xff", "6", "\xfe\xff", "5")
	all := []string{"\x00", "1", "a\xff", "2", "b", "3", "b\x00", "4", "\xfe\xff", "5", "\xff", "6"}
	look := func(tx analytics.Tx) error {
		for _, r := range []struct {
			what        string
			from, to    []byte
			first, last int
		}{
			{"everything", nil, nil, 0, 6},
			{"from a key that exists", []byte("b"), nil, 2, 6},
			{"from a key that does not", []byte("a"), nil, 1, 6},
			{"up to a key that exists", nil, []byte("b\x00"), 0, 3},
			{"up to a key that does not", nil, []byte("c"), 0, 4},
			{"between two keys", []byte("b"), []byte("b\x00"), 2, 3},
			{"from a key to itself", []byte("b"), []byte("b"), 2, 2},
			{"nothing behind the end", []byte("\xff\xff"), nil, 6, 6},
			{"backwards", []byte("c"), []byte("a"), 4, 4},
			{"up to the empty key", nil, []byte{}, 0, 0},
		} {
			got, err := scan(tx, analytics.TableHeads, r.from, r.to)
			p.ok("Scan", err)
			p.same(r.what, append([]string{}, got...), append([]string{}, all[2*r.first:2*r.last]...))
		}
		return nil
	}
	p.ok("ViewClicks", p.ViewClicks(p.ctx, look))
	p.ok("UpdateClicks", p.UpdateClicks(p.ctx, look))
}

func scansPart(p *probe) {
	p.put(analytics.TableLog, "a", "1", "b", "2", "c", "3")
	p.ok("ViewClicks", p.ViewClicks(p.ctx, func(tx analytics.Tx) error {
		seen := 0
		for _, err := range tx.Scan(analytics.TableLog, nil, nil) {
			p.ok("Scan", err)
			if seen++; seen == 2 {
				break
			}
		}
		p.same("rows that were seen", seen, 2)
		return nil
	}))
	p.put(analytics.TableLog, "d", "4")
}

func keepsMuch(p *probe) {
	const rows = 5000
	large := bytes.Repeat([]byte("click"), 20_000)
	p.ok("UpdateClicks", p.UpdateClicks(p.ctx, func(tx analytics.Tx) error {
		for n := range uint32(rows) {
			key := binary.BigEndian.AppendUint32(nil, n)
			if err := tx.Put(analytics.TableLog, key, bytes.Repeat(key, 25)); err != nil {
				return err
			}
		}
		return tx.Put(analytics.TableRollups, []byte("large"), large)
	}))
	p.same("the large value", p.rows(analytics.TableRollups), []string{"large", string(large)})
	got := p.rows(analytics.TableLog)
	p.same("strings in the log", len(got), 2*rows)
	for n := range rows {
		key := binary.BigEndian.AppendUint32(nil, uint32(n))
		p.same("a key", got[2*n], string(key))
		p.same("a value", got[2*n+1], string(bytes.Repeat(key, 25)))
	}
}

func refusesUnknownTable(p *probe) {
	p.ok("UpdateClicks", p.UpdateClicks(p.ctx, func(tx analytics.Tx) error {
		_, getErr := tx.Get("nonsense", []byte("k"))
		_, scanErr := scan(tx, "nonsense", nil, nil)
		_, allErr := getAll(tx, "nonsense", "k")
		for what, err := range map[string]error{
			"Get":    getErr,
			"Scan":   scanErr,
			"GetAll": allErr,
			"Put":    tx.Put("nonsense", []byte("k"), []byte("v")),
			"Delete": tx.Delete("nonsense", []byte("k")),
		} {
			if err == nil {
				p.broken("%s of a table that does not exist gave no error", what)
			}
		}
		return nil
	}))
}
