package recorder_test

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// processorTime returns the processor time that the process has used.
func processorTime(t *testing.T) time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		t.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// watchMemory watches the memory of the process, without that of mapped files. The
// function that it returns ends that and returns the most that was seen.
func watchMemory(t *testing.T) (peak func() int64) {
	var most int64
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for tick := time.NewTicker(50 * time.Millisecond); ; {
			most = max(most, ownMemory(t))
			select {
			case <-tick.C:
			case <-stop:
				tick.Stop()
				return
			}
		}
	}()
	return sync.OnceValue(func() int64 {
		close(stop)
		<-done
		return most
	})
}

// ownMemory returns the memory of the process without that of mapped files.
func ownMemory(t *testing.T) (n int64) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Error(err)
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "RssAnon:"); ok {
			if _, err := fmt.Sscan(rest, &n); err != nil {
				t.Error(err)
			}
		}
	}
	return n << 10
}

// reopenCold closes the file, has the system forget it, and opens it.
func (s *soak) reopenCold() {
	s.close()
	f, err := os.Open(s.path)
	if err != nil {
		s.Fatal(err)
	}
	const dontNeed = 4 // POSIX_FADV_DONTNEED
	if _, _, errno := syscall.Syscall6(syscall.SYS_FADVISE64, f.Fd(), 0, 0, dontNeed, 0, 0); errno != 0 {
		s.Fatal(errno)
	}
	if err := f.Close(); err != nil {
		s.Fatal(err)
	}
	s.open()
}
