package main

import (
	"fmt"
	"net/http"
	"os"
	"sync"
)

// floor is the name of a target that is the baseline with a line in a file for each
// request, which is on disk before the answer. It shows what sync mode costs at least.
const floor = "floor"

// serveFloor serves redirects like [serveBaseline]. It returns only an error.
func serveFloor(addr, path string) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	l := &lines{file: file, next: newLinesBatch(), arrived: make(chan struct{}, 1)}
	go l.write()
	redirects := baselineHandler()
	return http.ListenAndServe(addr, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		<-l.add(r.URL.Path)
		redirects.ServeHTTP(w, r)
	}))
}

// lines writes lines to a file. Requests that come during a write share the next one.
type lines struct {
	file    *os.File
	arrived chan struct{}
	mu      sync.Mutex // guards next
	next    *linesBatch
}

type linesBatch struct {
	text   []byte
	onDisk chan struct{}
}

func newLinesBatch() *linesBatch { return &linesBatch{onDisk: make(chan struct{})} }

// add adds a line of 40 bytes, about what a click takes in the journal. It returns a
// channel that is closed when the line is on disk.
func (l *lines) add(line string) <-chan struct{} {
	l.mu.Lock()
	b := l.next
	b.text = fmt.Appendf(b.text, "%-39.39s\n", line)
	l.mu.Unlock()
	select {
	case l.arrived <- struct{}{}:
	default:
	}
	return b.onDisk
}

func (l *lines) write() {
	for range l.arrived {
		l.mu.Lock()
		b := l.next
		l.next = newLinesBatch()
		l.mu.Unlock()
		if _, err := l.file.Write(b.text); err != nil {
			panic(err)
		}
		if err := syncData(l.file); err != nil {
			panic(err)
		}
		close(b.onDisk)
	}
}
