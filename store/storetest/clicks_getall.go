package storetest

import (
	"encoding/binary"
	"fmt"

	"github.com/linkpack/linkpack-go/analytics"
)

func rowsByKeys() []promise {
	return []promise{
		{"GetAll yields the rows of keys in the order of the keys", getsInOrder},
		{"GetAll leaves out missing rows and has empty ones", getsEmptyAndMissing},
		{"GetAll sees what the transaction wrote", getsOwnWrites},
		{"GetAll takes thousands of keys", getsMany},
		{"other rows can be read while GetAll is", getsNested},
	}
}

// getAll returns rows of a table as key, value, key, value...
func getAll(tx analytics.Tx, table analytics.Table, keys ...string) (rows []string, err error) {
	all := make([][]byte, len(keys))
	for i, key := range keys {
		all[i] = []byte(key)
	}
	for row, err := range tx.GetAll(table, all) {
		if err != nil {
			return nil, err
		}
		rows = append(rows, string(row.Key), string(row.Value))
	}
	return rows, nil
}

// gets checks the rows of some keys, in a view and in an update.
func (p *probe) gets(want []string, keys ...string) {
	p.tb.Helper()
	look := func(tx analytics.Tx) error {
		rows, err := getAll(tx, analytics.TableRollups, keys...)
		p.ok("GetAll", err)
		p.same(fmt.Sprintf("GetAll of %.100q", keys), append([]string{}, rows...), append([]string{}, want...))
		return nil
	}
	p.ok("ViewClicks", p.ViewClicks(p.ctx, look))
	p.ok("UpdateClicks", p.UpdateClicks(p.ctx, look))
}

func getsInOrder(p *probe) {
	p.put(analytics.TableRollups, "a", "1", "b", "2", "bb", "3", "\xff", "4")
	p.gets([]string{"a", "1", "b", "2", "\xff", "4"}, "a", "b", "\xff")
	p.gets([]string{"\xff", "4", "bb", "3", "a", "1"}, "\xff", "bb", "a")
	p.gets([]string{"b", "2", "b", "2", "a", "1", "b", "2"}, "b", "b", "a", "b")
	p.gets(nil)
}

func getsEmptyAndMissing(p *probe) {
	p.gets(nil, "", "a") // no table has a row with an empty key
	p.put(analytics.TableRollups, "a", "1", "empty", "", "z", "26")
	p.gets([]string{"empty", "", "a", "1"}, "b", "empty", "aa", "zz", "a", "\x00", "", "zz")
	p.gets(nil, "missing", "b")
	p.ok("ViewClicks", p.ViewClicks(p.ctx, func(tx analytics.Tx) error {
		for row, err := range tx.GetAll(analytics.TableRollups, [][]byte{[]byte("empty")}) {
			if err != nil || row.Value == nil {
				p.broken("GetAll of an empty value: %#v, %v", row, err)
			}
		}
		return nil
	}))
}

func getsOwnWrites(p *probe) {
	p.put(analytics.TableRollups, "a", "1", "b", "2", "c", "3")
	p.ok("UpdateClicks", p.UpdateClicks(p.ctx, func(tx analytics.Tx) error {
		p.ok("Put", tx.Put(analytics.TableRollups, []byte("b"), []byte("two")))
		p.ok("Put", tx.Put(analytics.TableRollups, []byte("d"), []byte("four")))
		p.ok("Delete", tx.Delete(analytics.TableRollups, []byte("a")))
		rows, err := getAll(tx, analytics.TableRollups, "a", "b", "c", "d")
		p.ok("GetAll", err)
		p.same("GetAll", rows, []string{"b", "two", "c", "3", "d", "four"})
		return nil
	}))
}

func getsMany(p *probe) {
	const rows = 5000
	var keys, want []string
	p.ok("UpdateClicks", p.UpdateClicks(p.ctx, func(tx analytics.Tx) error {
		keys, want = nil, nil
		for n := range uint32(rows) {
			key := binary.BigEndian.AppendUint32(nil, n)
			keys = append(keys, string(key))
			if n%3 == 0 {
				continue
			}
			want = append(want, string(key), string(key[2:]))
			if err := tx.Put(analytics.TableRollups, key, key[2:]); err != nil {
				return err
			}
		}
		return nil
	}))
	p.gets(want, keys...)
}

func getsNested(p *probe) {
	p.put(analytics.TableRollups, "a", "1", "b", "2", "c", "3")
	p.ok("ViewClicks", p.ViewClicks(p.ctx, func(tx analytics.Tx) error {
		var seen []string
		for row, err := range tx.GetAll(analytics.TableRollups, [][]byte{[]byte("a"), []byte("b"), []byte("c")}) {
			p.ok("GetAll", err)
			other, err := tx.Get(analytics.TableRollups, []byte("c"))
			p.ok("Get", err)
			rest, err := scan(tx, analytics.TableRollups, row.Key, nil)
			p.ok("Scan", err)
			seen = append(seen, string(row.Key), string(other), fmt.Sprint(len(rest)))
			if string(row.Key) == "b" {
				break
			}
		}
		p.same("what was read", seen, []string{"a", "3", "6", "b", "3", "4"})
		return nil
	}))
	p.put(analytics.TableRollups, "d", "4")
}
