package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/store/transfer"
)

// progress shows how far a copy has come: as a bar on a terminal, elsewhere by a line now
// and then.
type progress struct {
	out      io.Writer
	terminal bool
	every    time.Duration // at least so long after the last line comes the next
	last     time.Time
	now      transfer.Progress
	shown    bool // the terminal shows a bar in the last line
}

// ticks is how many times a second the bar changes at most.
const ticks = 10

// isTerminal reports whether a file is a terminal.
func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// tell shows progress, unless something was shown a moment ago. The first and the last of
// each step are always shown.
func (p *progress) tell(now transfer.Progress) {
	wait := p.every
	if p.terminal {
		wait /= ticks
	}
	isFirst := now.Step != p.now.Step
	isLast := now.Rows == now.Total
	if isFirst {
		p.end()
	}
	repeated := now == p.now
	p.now = now
	if repeated || !isFirst && !isLast && time.Since(p.last) < wait {
		return
	}
	p.last = time.Now()
	if p.terminal {
		fmt.Fprint(p.out, "\r"+line(now))
		p.shown = true
		return
	}
	fmt.Fprintln(p.out, line(now))
}

// end ends the line of a bar.
func (p *progress) end() {
	if p.shown {
		fmt.Fprintln(p.out)
		p.shown = false
	}
}

// width is that of the bar.
const width = 30

// line returns progress as a line.
func line(p transfer.Progress) string {
	if p.Total == 0 {
		return fmt.Sprintf("%-6s %d rows", p.Step, p.Rows)
	}
	full := int(p.Rows * width / p.Total)
	bar := strings.Repeat("#", full) + strings.Repeat(".", width-full)
	return fmt.Sprintf("%-6s [%s] %3d%% %d of %d rows", p.Step, bar, p.Rows*100/p.Total, p.Rows, p.Total)
}
