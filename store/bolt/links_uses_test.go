package bolt

import (
	"errors"
	"testing"
	"time"
)

// TestADamagedRowOfUsesCostsNoOtherLink counts a use of a sound link in the same
// transaction as one of a damaged link.
func TestADamagedRowOfUsesCostsNoOtherLink(t *testing.T) {
	s := inFile(t, putRow(bucketUses, numberKey(1), "x"))
	s.inner.writer <- struct{}{} // so that both wait for one transaction
	errs := [2]chan error{make(chan error, 1), make(chan error, 1)}
	for i, number := range []uint32{1, 3} {
		go func() {
			_, err := s.UseLink(t.Context(), number, 10)
			errs[i] <- err
		}()
	}
	for waiting := 0; waiting < 2; time.Sleep(time.Millisecond) {
		s.inner.uses.mu.Lock()
		waiting = len(s.inner.uses.waiting)
		s.inner.uses.mu.Unlock()
	}
	<-s.inner.writer
	if damaged, sound := <-errs[0], <-errs[1]; !errors.Is(damaged, ErrCorrupt) || sound != nil {
		t.Errorf("the damaged link: %v, the sound one: %v", damaged, sound)
	}
}
