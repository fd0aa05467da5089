package linkpack_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
)

// BenchmarkBulk creates a thousand links in a file, changes them, renames their
// tag and deletes them, each in one call, and reports the time of each call.
func BenchmarkBulk(b *testing.B) {
	s, _ := onDisk(b)
	links := many(1000)
	for i := range links {
		links[i].Rules, links[i].Tags = geoRules("US,CA", home+"us"), []string{"bulk"}
	}
	took := make(map[string]time.Duration)
	timed := func(what string, call func() error) {
		start := time.Now()
		if err := call(); err != nil {
			b.Fatal(err)
		}
		took[what] += time.Since(start)
	}
	for b.Loop() {
		var ids []string
		timed("create", func() error {
			made, err := s.CreateLinks(b.Context(), links)
			for _, link := range made {
				ids = append(ids, link.ID)
			}
			return err
		})
		timed("change", func() error {
			_, err := s.UpdateLinks(b.Context(), "", ids, func(i int, l *linkpack.Link) error { l.Name = fmt.Sprint(i); return nil })
			return err
		})
		timed("rename", func() error {
			n, err := s.RenameTag(b.Context(), "", "bulk", "batch")
			if err == nil && n != len(links) {
				err = fmt.Errorf("%d links were renamed", n)
			}
			return err
		})
		timed("delete", func() error { return s.DeleteLinks(b.Context(), "", ids) })
	}
	for what, d := range took {
		b.ReportMetric(float64(d.Milliseconds())/float64(b.N), what+"-ms/op")
	}
}
