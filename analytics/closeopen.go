package analytics

import (
	"log/slog"
	"math"
	"slices"
)

// open makes sums that are open, days before months and these before totals.
func (c *closing) open() error {
	keys, err := c.openKeys()
	if err != nil {
		return err
	}
	for _, key := range keys {
		k, err := openSumOf(key)
		if err != nil {
			return err
		}
		if k.kind != sumKind(keys[0][len(metaOpen)]) || c.work > closeWork {
			return nil
		}
		value, err := c.make(k)
		if isDamage(err) {
			c.recorder.opts.Logger.Error("analytics: a rollup is damaged and cannot be added up", slog.Any("error", err))
			continue
		}
		if err != nil {
			return err
		}
		c.write(k, value)
		c.made, c.more = append(c.made, key), true
	}
	return nil
}

// openKeys returns the keys of the first sums that are open.
func (c *closing) openKeys() (keys [][]byte, err error) {
	if c.busy {
		return nil, nil
	}
	for row, err := range c.tx.Scan(TableMeta, []byte(metaOpen), sumKey{math.MaxUint8, 0, 0}.openKey()) {
		if err != nil {
			return nil, err
		}
		if keys = append(keys, slices.Clone(row.Key)); len(keys) == closeWork {
			break
		}
	}
	return keys, nil
}
