package recorder_test

import (
	"io"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/clickfile"
	"github.com/linkpack/linkpack-go/store/memory"
)

const transferred = 50_000

func BenchmarkImport(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		r := open(b, memory.New(), nil)
		if n, err := r.Import(b.Context(), past(transferred, nil)); n != transferred || err != nil {
			b.Fatal(n, err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/transferred, "ns/click")
}

func BenchmarkExport(b *testing.B) {
	r := open(b, memory.New(), nil)
	if n, err := r.Import(b.Context(), past(transferred, nil)); n != transferred || err != nil {
		b.Fatal(n, err)
	}
	b.ReportAllocs()
	for b.Loop() {
		clicks := r.Export(b.Context(), analytics.Selection{})
		if n, err := clickfile.WriteCSV(io.Discard, clicks); n != transferred || err != nil {
			b.Fatal(n, err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/transferred, "ns/click")
}
