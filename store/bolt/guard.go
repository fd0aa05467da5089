package bolt

import (
	"fmt"
	"runtime"
	"sync/atomic"
)

// bbolt trusts the pages of a file. On a damaged one it panics, or reads memory that
// is not there, which would end the process. Every call of it is guarded: catch turns
// such a panic into an error.

// catch turns a panic into ErrCorrupt. It must be deferred.
func catch(err *error) {
	if p := recover(); p != nil {
		*err = corrupt(p)
	}
}

// corrupt returns an error for a panic of bbolt.
func corrupt(reason any) error {
	return fmt.Errorf("%w: %v", ErrCorrupt, faultOf(reason))
}

// faultOf says what is wrong with a file on which bbolt panicked.
func faultOf(reason any) any {
	if _, isRuntime := reason.(runtime.Error); isRuntime {
		return "a part of it is missing or overwritten"
	}
	return reason
}

// isFault reports whether a panic is that of reading memory where the file has
// nothing.
func isFault(reason any) bool {
	_, ok := reason.(interface{ Addr() uintptr })
	return ok
}

// call runs a function of the caller, whose panics are passed on.
func (t *tx) call(fn func() error) error {
	t.calling = true
	err := fn()
	t.calling = false // not after a panic
	return err
}

// end returns a panic of bbolt as an error, and passes on one of the caller. It must
// be deferred. It sets wedged if bbolt has kept its locks.
func (t *tx) end(err *error, wedged *atomic.Bool) {
	p := recover()
	if p == nil {
		return
	}
	if t.Tx == nil || t.DB() != nil {
		wedged.Store(true)
	}
	if t.calling && !isFault(p) {
		panic(p)
	}
	*err = corrupt(p)
}
