package wire

import (
	"errors"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/tabletest"
)

func TestOtherFormatVersionIsRefusedByName(t *testing.T) {
	value := Seal(append(NewValue(nil), "payload"...))
	value[0] = formatVersion - 1
	tx := tabletest.Tables{}
	if err := tx.Put(analytics.TableMeta, []byte(MetaMarks), value); err != nil {
		t.Fatal(err)
	}
	_, err := Get(tx, analytics.TableMeta, []byte(MetaMarks))
	if !errors.Is(err, analytics.ErrFormat) || !strings.Contains(err.Error(), `meta value "marks"`) || !strings.Contains(err.Error(), "found 8, this release knows 9") {
		t.Errorf("got %v", err)
	}
}

func TestEveryFlippedBitIsFound(t *testing.T) {
	value := Seal(append(NewValue(nil), "payload"...))
	for i := range len(value) * 8 {
		damaged := append([]byte(nil), value...)
		damaged[i/8] ^= 1 << (i % 8)
		if _, err := Unseal(damaged); err == nil {
			t.Errorf("bit %d", i)
		}
	}
	for n := range value {
		if _, err := Unseal(value[:n]); err == nil {
			t.Errorf("cut to %d bytes", n)
		}
	}
}
