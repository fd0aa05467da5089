package storetest

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
)

func concurrency() []promise {
	return []promise{
		{"when many create one code, exactly one succeeds", onlyOneCreates},
		{"when many change to one code, exactly one succeeds", onlyOneRenames},
		{"when many create one document key, exactly one succeeds", onlyOneTakesKey},
		{"updates of one link lose nothing", losesNoLinkUpdate},
		{"updates of one document lose nothing", losesNoDocumentUpdate},
		{"updates of the tables lose nothing", losesNoTableUpdate},
		{"readers see whole changes while writers write", readsWholeChanges},
		{"readers of the log miss nothing and see nothing twice while writers write", followsChanges},
		{"waiting to write ends with the context", givesUpWaiting},
	}
}

// oneWon checks that one call succeeded and the others got ErrExists.
func (p *probe) oneWon(errs []error) {
	p.tb.Helper()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
			continue
		}
		p.fails("one that came too late", err, linkpack.ErrExists)
	}
	p.same("calls that succeeded", won, 1)
}

func onlyOneCreates(p *probe) {
	for round := range 5 {
		p.oneWon(together(func(w int) error {
			l := link(round*workers + w)
			l.ShortCode = fmt.Sprintf("wanted%d", round)
			return p.CreateLinks(p.ctx, l)
		}))
	}
}

func onlyOneRenames(p *probe) {
	p.create(links(0, workers-1)...)
	p.oneWon(together(func(w int) error {
		_, err := p.updateLink("", id(w), func(l *linkpack.Link) error {
			l.ShortCode = "wanted"
			return nil
		})
		return err
	}))
}

func onlyOneTakesKey(p *probe) {
	p.oneWon(together(func(w int) error {
		d := document(w)
		d.Keys = []string{"wanted"}
		return p.CreateDocument(p.ctx, d, edit())
	}))
}

// linger makes updates overlap if a store reads and writes in two steps.
func linger() { time.Sleep(time.Millisecond) }

// repeatedly runs fn ten times in each of many goroutines.
func (p *probe) repeatedly(fn func() error) {
	p.tb.Helper()
	p.ok("one of many updates", errors.Join(together(func(int) error {
		for range 10 {
			if err := fn(); err != nil {
				return err
			}
		}
		return nil
	})...))
}

func losesNoLinkUpdate(p *probe) {
	l := link(1)
	p.create(l)
	p.repeatedly(func() error {
		_, err := p.updateLink(l.Workspace, l.ID, func(l *linkpack.Link) error {
			l.Revision++
			linger()
			return nil
		})
		return err
	})
	l.Revision += 10 * workers
	p.holds(l)
}

func losesNoDocumentUpdate(p *probe) {
	d := document(1)
	p.addDocument(d)
	p.repeatedly(func() error {
		_, err := p.UpdateDocument(p.ctx, d.Kind, d.Workspace, d.ID, edit(), func(d *linkpack.Document) error {
			d.Body = append(d.Body, ' ')
			linger()
			return nil
		})
		return err
	})
	d.Revision += 10 * workers
	p.holdsDocument(d)
}

func losesNoTableUpdate(p *probe) {
	p.repeatedly(func() error {
		return p.UpdateClicks(p.ctx, func(tx analytics.Tx) error {
			defer linger()
			return countUp(tx, analytics.TableMeta)
		})
	})
	p.ok("ViewClicks", p.ViewClicks(p.ctx, func(tx analytics.Tx) error {
		n, err := counter(tx, analytics.TableMeta, "left")
		p.ok("Get", err)
		p.same("the counter", n, uint64(10*workers))
		return nil
	}))
}

// countUp raises two counters, which stay equal.
func countUp(tx analytics.Tx, table analytics.Table) error {
	for _, key := range []string{"left", "right"} {
		n, err := counter(tx, table, key)
		if err != nil {
			return err
		}
		if err := tx.Put(table, []byte(key), binary.BigEndian.AppendUint64(nil, n+1)); err != nil {
			return err
		}
	}
	return nil
}

func counter(tx analytics.Tx, table analytics.Table, key string) (uint64, error) {
	value, err := tx.Get(table, []byte(key))
	if err != nil || value == nil {
		return 0, err
	}
	return binary.BigEndian.Uint64(value), nil
}

func readsWholeChanges(p *probe) {
	l := link(1)
	p.create(l)
	p.ok("reading and writing", errors.Join(together(func(w int) error {
		for range 20 {
			if err := errors.Join(p.writeOrRead(w, l), p.ctx.Err()); err != nil {
				return err
			}
		}
		return nil
	})...))
}

// writeOrRead changes a link and two counters in some workers. In the others it
// looks for parts of such a change.
func (p *probe) writeOrRead(worker int, l *linkpack.Link) error {
	if worker%4 == 0 {
		_, err := p.updateLink(l.Workspace, l.ID, func(l *linkpack.Link) error {
			l.Revision++
			l.Name = fmt.Sprint(l.Revision)
			return nil
		})
		return errors.Join(err, p.UpdateClicks(p.ctx, func(tx analytics.Tx) error { return countUp(tx, analytics.TableMeta) }))
	}
	got, err := p.LinkByCode(p.ctx, l.Domain, l.ShortCode)
	if err != nil {
		return err
	}
	if got.Revision > 1 && got.Name != fmt.Sprint(got.Revision) {
		return fmt.Errorf("a link of revision %d has the name of %s", got.Revision, got.Name)
	}
	return p.ViewClicks(p.ctx, func(tx analytics.Tx) error {
		left, leftErr := counter(tx, analytics.TableMeta, "left")
		right, rightErr := counter(tx, analytics.TableMeta, "right")
		if left != right {
			return fmt.Errorf("one transaction's counters are %d and %d", left, right)
		}
		return errors.Join(leftErr, rightErr)
	})
}

func givesUpWaiting(p *probe) {
	p.ok("UpdateClicks", p.UpdateClicks(p.ctx, func(analytics.Tx) error {
		ctx, cancel := context.WithTimeout(p.ctx, 50*time.Millisecond)
		defer cancel()
		err := p.elsewhere(func() error {
			return p.UpdateClicks(ctx, func(analytics.Tx) error { return errors.New("it ran") })
		})
		p.fails("UpdateClicks behind another", err, context.DeadlineExceeded)
		return nil
	}))
}
