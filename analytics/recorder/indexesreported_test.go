package recorder_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/memory"
)

// TestAnAuditReportsARowOfAnIndexOnce has the log lose its oldest block.
func TestAnAuditReportsARowOfAnIndexOnce(t *testing.T) {
	store := memory.New()
	r := open(t, store, quiet())
	for i := range uint64(3) {
		record(t, r, tracked(1, noon, i))
	}
	lost := rows(t, store, analytics.TableLog)[0].Key[:8] // its block
	err := recorder.UpdateLane(t.Context(), r, func(tx analytics.Tx) error {
		for _, row := range rows(t, store, analytics.TableLog) {
			if bytes.HasPrefix(row.Key, lost) {
				if err := tx.Delete(analytics.TableLog, row.Key); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	a, err := r.Audit(t.Context(), analytics.Selection{})
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for i := range a.Findings {
		if text := fmt.Sprint(a.Findings[i]); strings.Contains(text, string(analytics.TableIDs)) {
			found = append(found, text)
		}
	}
	if len(found) != 1 {
		t.Errorf("the row of the lost click is reported as %q", found)
	}
}
