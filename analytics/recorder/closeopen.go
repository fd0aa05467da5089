package recorder

import (
	"log/slog"
	"math"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// open makes the next open sums of one kind: first days, then months, then totals. It
// passes over those that cannot be made.
func (c *closing) open() error {
	keys, err := c.openKeys()
	if err != nil {
		return err
	}
	c.more = len(keys) > 0
	for _, key := range keys {
		k, err := wire.OpenSumOf(key)
		if err != nil {
			return err
		}
		if len(c.made) > 0 && k.Kind != wire.SumKind(c.made[0][len(wire.MetaOpen)]) || c.full() {
			return nil
		}
		value, err := c.Make(k)
		c.next = append(slices.Clip(key), 0)
		if wire.IsDamage(err) {
			c.recorder.opts.Logger.Error("analytics: a rollup is damaged and cannot be added up", slog.Any("error", c.recorder.spoilt(err)))
			continue
		}
		if err != nil {
			return err
		}
		c.write(k, value)
		c.made = append(c.made, key)
	}
	return nil
}

// maxOpen is the most open sums that are made for one transaction.
const maxOpen = 400

// openKeys returns the keys of the next open sums; none if busy.
func (c *closing) openKeys() (keys [][]byte, err error) {
	if c.busy {
		return nil, nil
	}
	from := c.from
	if from == nil {
		from = []byte(wire.MetaOpen)
	}
	for row, err := range c.Tx.Scan(analytics.TableMeta, from, wire.SumKey{Kind: math.MaxUint8, Number: 0, Index: 0}.OpenKey()) {
		if err != nil {
			return nil, err
		}
		if keys = append(keys, slices.Clone(row.Key)); len(keys) == maxOpen {
			break
		}
	}
	return keys, nil
}
