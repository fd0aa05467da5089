package storetest

import (
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"
)

// workers is how many goroutines try a promise at once.
const workers = 8

// guard runs fn and returns a panic of it as an error.
func guard(fn func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("panic: %v\n%s", v, debug.Stack())
		}
	}()
	return fn()
}

// elsewhere runs fn in another goroutine and waits for it, but not for ever.
func (p *probe) elsewhere(fn func() error) error {
	done := make(chan error, 1)
	go func() {
		err := errors.New("the check ended") // as Fatal does it
		defer func() { done <- err }()
		err = guard(fn)
	}()
	select {
	case err := <-done:
		return err
	case <-time.After(p.patience):
		return fmt.Errorf("still waiting after %v", p.patience)
	}
}

// together runs fn in as many goroutines as there are workers and returns what each
// returned.
func together(fn func(worker int) error) []error { return inParallel(workers, fn) }

// inParallel runs fn in n goroutines and returns what each returned.
func inParallel(n int, fn func(i int) error) []error {
	errs := make([]error, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { errs[i] = guard(func() error { return fn(i) }) })
	}
	wg.Wait()
	return errs
}
