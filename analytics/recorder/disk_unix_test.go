//go:build unix

package recorder_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/bolt"
)

// flushClicks is the number of clicks of a flush: about 100,000 a second.
const flushClicks = 4500

// BenchmarkDays records days of traffic, 450,000 clicks each, in a bbolt file
// on disk, folding included. One iteration is one day; with -v each has a line:
//
//	go test -run - -bench Days -benchtime 10x -v ./analytics
func BenchmarkDays(b *testing.B) {
	path := filepath.Join(b.TempDir(), "clicks.db")
	store, err := bolt.Open(path, nil)
	if err != nil {
		b.Fatal(err)
	}
	defer store.Close()
	d := days{traffic: newTraffic(100_000, flushClicks), now: noon.Truncate(24 * time.Hour)}
	r, err := recorder.Open(b.Context(), store, &analytics.Options{Clock: d.clock})
	if err != nil {
		b.Fatal(err)
	}
	written := bytesWritten(b)
	b.ReportAllocs()
	for b.Loop() {
		d.line(b, path, func() { d.day(b, r) })
	}
	cpu := cpuTime(b)
	if err := r.Close(b.Context()); err != nil {
		b.Fatal(err)
	}
	d.cpu += cpuTime(b) - cpu
	d.report(b, path, float64(bytesWritten(b)-written))
}

// days runs the traffic and keeps what it costs.
type days struct {
	*traffic
	now     time.Time
	clicks  int
	cpu     time.Duration
	flushes []time.Duration
	cpus    []time.Duration // of the flushes
}

func (d *days) clock() time.Time { return d.now }

// line runs a day and says what it cost.
func (d *days) line(b *testing.B, path string, run func()) {
	first, written, cpu := len(d.flushes), bytesWritten(b), d.cpu
	run()
	clicks := float64(100 * flushClicks)
	file, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	flushes := slices.Sorted(slices.Values(d.flushes[first:]))
	b.Logf("day %2d: %.2f µs of CPU and %.0f bytes written a click, flush p50 %v p99 %v, file %d MB",
		len(d.flushes)/100, (d.cpu-cpu).Seconds()*1e6/clicks, float64(bytesWritten(b)-written)/clicks,
		flushes[50].Round(time.Millisecond/10), flushes[98].Round(time.Millisecond/10), file.Size()>>20)
}

// day records a day in 100 flushes.
func (d *days) day(tb testing.TB, r *recorder.Recorder) {
	hits := make([]analytics.Hit, flushClicks)
	for range 100 {
		for i := range hits {
			hits[i] = d.hit(i, d.now)
		}
		cpu, begin := cpuTime(tb), time.Now()
		for i := range hits {
			if err := r.Record(context.Background(), hits[i]); err != nil {
				tb.Fatal(err)
			}
		}
		if err := r.Flush(context.Background()); err != nil {
			tb.Fatal(err)
		}
		d.flushes = append(d.flushes, time.Since(begin))
		d.cpus = append(d.cpus, cpuTime(tb)-cpu)
		d.cpu += cpuTime(tb) - cpu
		d.clicks += len(hits)
		d.now = d.now.Add(24 * time.Hour / 100)
	}
}

func (d *days) report(b *testing.B, path string, written float64) {
	file, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	slices.Sort(d.flushes)
	slices.Sort(d.cpus)
	clicks := float64(d.clicks)
	ms := func(t time.Duration) float64 { return t.Seconds() * 1000 }
	b.ReportMetric(d.cpu.Seconds()*1e6/clicks, "cpu-µs/click")
	b.ReportMetric(float64(file.Size())/clicks, "B/click")
	b.ReportMetric(written/clicks, "written-B/click")
	b.ReportMetric(ms(d.flushes[len(d.flushes)/2]), "flush-p50-ms")
	b.ReportMetric(ms(d.flushes[len(d.flushes)*99/100]), "flush-p99-ms")
	b.ReportMetric(ms(d.flushes[len(d.flushes)-1]), "flush-max-ms")
	b.ReportMetric(ms(d.cpus[len(d.cpus)*99/100]), "flush-p99-cpu-ms")
}

// cpuTime returns what the process has used, in and out of the kernel.
func cpuTime(tb testing.TB) time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		tb.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// bytesWritten returns what the process has handed to write calls, where the
// system tells, else 0.
func bytesWritten(tb testing.TB) int64 {
	stat, err := os.ReadFile("/proc/self/io")
	if err != nil {
		return 0
	}
	for line := range bytes.Lines(stat) {
		if value, ok := bytes.CutPrefix(line, []byte("wchar: ")); ok {
			n, err := strconv.ParseInt(string(bytes.TrimSpace(value)), 10, 64)
			if err != nil {
				tb.Fatal(fmt.Errorf("/proc/self/io: %w", err))
			}
			return n
		}
	}
	return 0
}
