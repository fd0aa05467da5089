package recorder

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// auditTries is how often the audit of a lane is begun.
const auditTries = 10

// auditOfOther audits a lane whose owner may remove and erase clicks, and close days,
// meanwhile. Then it begins again.
func (l *lane) auditOfOther(ctx context.Context, selection *analytics.Selection) (a *analytics.Audit, err error) {
	for range auditTries {
		log := l.log
		log.Check = undisturbed()
		if a, err = l.audit(ctx, log, selection); !errors.Is(err, errRewritten) {
			break
		}
	}
	if err != nil {
		return nil, fmt.Errorf("lane %d: %w", l.log.Lane, err)
	}
	return a, nil
}

// undisturbed returns a check of views that fails if they show upkeep of the lane that the
// first of them does not.
func undisturbed() func(analytics.Tx) error {
	var before []string
	return func(tx analytics.Tx) error {
		now, err := upkeepRows(tx)
		if err == nil && before == nil {
			before = now
		}
		if err == nil && !slices.Equal(now, before) {
			err = errRewritten
		}
		return err
	}
}

// upkeepRows returns the values of a lane's rows that upkeep changes.
func upkeepRows(tx analytics.Tx) ([]string, error) {
	rows := []string{""}
	keys := [][]byte{[]byte(wire.MetaRemoved), []byte(wire.MetaRewrites), []byte(wire.MetaClosed)}
	for row, err := range tx.GetAll(analytics.TableMeta, keys) {
		if err != nil {
			return nil, err
		}
		rows = append(rows, string(row.Key)+string(row.Value))
	}
	blank := []byte(wire.MetaBlank)
	for row, err := range tx.Scan(analytics.TableMeta, blank, wire.AfterPrefix(blank)) {
		if err != nil {
			return nil, err
		}
		rows = append(rows, string(row.Key))
	}
	return rows, nil
}
