package tally

import (
	"context"
	"runtime"
	"sync"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
)

const (
	// maxWorkers is the number of parts of the log that one answer reads at once.
	maxWorkers = 4
	// partsPerAnswer is about the number of parts for an answer, beside one for each
	// link. They have different numbers of clicks, so there are more of them than workers.
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

// divide divides the spans of the links into parts, the larger ones into more. A link's clicks can only be followed
// from a block that has some, so a part without any in its last block is read with the
// next one.
func (l *logScan) divide(ctx context.Context) (*logParts, error) {
	p := new(logParts)
	return p, l.log.View(ctx, func(tx analytics.Tx) error {
		walk := clicklog.NewLinkChain(tx, nil)
		for i := range l.spans {
			if l.spans[i].done() {
				continue
			}
			for n, part := range l.spans[i].cut(l.parts(&l.spans[i])) {
				if err := p.add(walk, part, n > 0); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// parts returns the number of parts of a span.
func (l *logScan) parts(s *span) int { return 1 + partsPerAnswer*s.size/max(l.size, 1) }

// add adds a part. next says that it has the clicks before those of the last one.
func (p *logParts) add(walk *clicklog.LinkChain, part span, next bool) error {
	has := true
	if next {
		var err error
		if has, err = walk.Has(part.link, part.last); err != nil {
			return err
		}
	}
	if has {
		p.left = append(p.left, part)
	} else {
		p.left[len(p.left)-1].first = part.first
	}
	return nil
}

// take adds the visitors of a worker to those of all.
func (l *logScan) take(worker *Tally) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.tally.takeVisitors(worker)
}

// count has workers count the clicks of the parts, and adds up what they have counted.
func (l *logScan) count(ctx context.Context) error {
	parts, err := l.divide(ctx)
	if err != nil {
		return err
	}
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
