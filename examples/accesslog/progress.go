package main

import (
	"fmt"
	"io"
	"time"
)

// progress tells now and then how many lines were read.
type progress struct {
	out   io.Writer
	every time.Duration
	last  time.Time
	lines int
}

// linesPerLook is the number of lines after which it looks at the clock.
const linesPerLook = 1024

// read counts a line of a file.
func (p *progress) read(file string) {
	if p.lines++; p.lines%linesPerLook != 0 {
		return
	}
	now := time.Now()
	if p.last.IsZero() {
		p.last = now
	}
	if now.Sub(p.last) >= p.every {
		p.last = now
		fmt.Fprintf(p.out, "accesslog: %s: %d lines read\n", file, p.lines)
	}
}
