package qr

import "testing"

// Package scantest compares the speed with another library.
const benchText = "https://lnk.example/q/Ab3dEf9?src=oracle"

func BenchmarkPNG(b *testing.B) {
	for name, d := range benchDesigns(b) {
		b.Run(name, func(b *testing.B) {
			s, err := Compile(d)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			size := 0
			for b.Loop() {
				c, err := s.Draw(benchText, nil)
				if err != nil {
					b.Fatal(err)
				}
				file, err := c.Encode(PNG)
				if err != nil {
					b.Fatal(err)
				}
				size = len(file)
			}
			b.ReportMetric(float64(size), "bytes")
		})
	}
}

func benchDesigns(tb testing.TB) map[string]*Design {
	gradient := &Gradient{Rotation: 0.7, Stops: []Stop{{0, "#3b82f6"}, {1, "#8b5cf6"}}}
	return map[string]*Design{
		"plain":  {Width: 500, Height: 500},
		"dots":   {Width: 500, Height: 500, Dots: DotsOptions{Type: DotDots}},
		"styled": {Width: 500, Height: 500, Margin: 20, Image: testLogo(tb), Dots: DotsOptions{Type: DotDots, Gradient: gradient}},
	}
}
