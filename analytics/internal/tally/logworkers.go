package tally

import (
	"context"
	"runtime"
	"sync"
)

const (
	// maxWorkers is the number of parts of the log that one answer reads at once.
	maxWorkers = 4
	// partsPerAnswer is about the number of parts for an answer about few links. They
	// have different numbers of clicks, so there are more of them than workers.
	partsPerAnswer = 32
)

// logParts are the parts of the log that no worker has taken yet.
type logParts struct {
	mu   sync.Mutex
	left []span
}

// take returns the next part.
func (p *logParts) take() (part span, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.left) == 0 {
		return span{}, false
	}
	part, p.left = p.left[0], p.left[1:]
	return part, true
}

// parts divides the spans of the links.
func (l *logScan) parts() *logParts {
	p := new(logParts)
	for i := range l.spans {
		if s := &l.spans[i]; !s.done() {
			p.left = append(p.left, s.cut(max(partsPerAnswer/len(l.spans), 1))...)
		}
	}
	return p
}

// count has workers count the clicks of the parts, and adds up what they have counted.
func (l *logScan) count(ctx context.Context) error {
	parts := l.parts()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	workers := make([]*logWorker, min(runtime.GOMAXPROCS(0), maxWorkers, len(parts.left)))
	var running sync.WaitGroup
	for i := range workers {
		w := newLogWorker(l, parts)
		workers[i] = w
		running.Go(func() {
			if err := w.run(ctx); err != nil {
				cancel(err)
			}
		})
	}
	running.Wait()
	for _, w := range workers {
		l.tally.Torn = l.tally.Torn || w.tally.Torn
	}
	if err := context.Cause(ctx); err != nil {
		return err
	}
	for _, w := range workers {
		if err := l.tally.join(w.tally); err != nil {
			return err
		}
	}
	return nil
}
