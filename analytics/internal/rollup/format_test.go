package rollup

import (
	"bytes"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// someRollup is a rollup of many values and visitors.
func someRollup(tb testing.TB) []byte {
	tb.Helper()
	var ru Rollup
	for i := range 300 {
		rec := clicklog.Record{Class: analytics.Class(i % len(analytics.ClassCounts{})), Time: int64(i) * 287_000, Visitor: uint64(i) * 0x9e3779b97f4a7c15}
		l := ClickValues{Values: [NumDimensions]string{
			analytics.ByCountry: []string{"DE", "US"}[i%2], analytics.ByReferrer: strings.Repeat("r", i%50), analytics.ByRule: []string{"", "a"}[i/6%2],
		}}
		if i%3 == 0 {
			l.Variants = []VariantName{{"s", l.Values[analytics.ByRule]}, {Split: "t"}}
		}
		if err := ru.Add(&rec, &l, uint64(100+i)); err != nil {
			tb.Fatal(err)
		}
	}
	payload, err := ru.Append(nil)
	if err != nil {
		tb.Fatal(err)
	}
	return payload
}

func FuzzRollup(f *testing.F) {
	f.Add(someRollup(f))
	f.Add([]byte{1, 1, 0, 0, 0})
	f.Add([]byte("\x01\x00\x00\x01\x00\x01\x03buy\x03EUR\x01\x28\x01\xac\x02\x01\x28\x01\x01\x01s\x01r\x01\x28\x01\x01\x28\x01\x00"))
	f.Fuzz(func(t *testing.T, payload []byte) {
		var ru, again Rollup
		if ru.Read(payload) != nil {
			return
		}
		first, err := ru.Append(nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := again.Read(first); err != nil {
			t.Fatal(err)
		}
		second, err := again.Append(nil)
		if err != nil || !bytes.Equal(first, second) {
			t.Errorf("it changes when it is read and written: %v", err)
		}
	})
}

func FuzzSmallValues(f *testing.F) {
	f.Add([]byte{1, 2, 3})
	f.Add(bytes.Repeat([]byte{1}, 257))
	f.Fuzz(func(_ *testing.T, payload []byte) {
		_, _, _ = clicklog.DecodeHeads(payload)
		r := wire.Reader{Data: payload}
		_ = ReadCells(&r, nil, QuartersPerDay)
		_, _ = wire.Unseal(payload)
	})
}
