package main

import (
	"context"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// connections closes connections that are inactive for too long. The timeouts of
// http.Server do this, too, but set several timers for every request; checking all
// connections once a second costs a redirect nothing.
type connections struct {
	// greeting limits the time until a new connection sends its first request,
	// working the time from a request's headers to the first part of its answer,
	// from there to each other part and to the end, and idle the time until the next
	// request. So an export of many clicks may take longer.
	greeting, working, idle time.Duration

	seconds atomic.Int64 // the time with which connections are marked
	mu      sync.Mutex
	open    map[*connection]struct{}
}

// connection remembers its state and when it entered the state.
type connection struct {
	net.Conn
	seconds *atomic.Int64 // of connections
	// mark is the time in seconds and, in the lowest byte, an http.ConnState.
	mark atomic.Int64
}

// Write writes a part of an answer.
func (c *connection) Write(part []byte) (int, error) {
	n, err := c.Conn.Write(part)
	if err == nil && http.ConnState(c.mark.Load()&0xff) == http.StateActive {
		c.mark.Store(c.seconds.Load()<<8 | int64(http.StateActive))
	}
	return n, err
}

// watchedListener returns connections that can be marked.
type watchedListener struct {
	net.Listener
	watched *connections
}

func (l watchedListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &connection{Conn: c, seconds: &l.watched.seconds}, nil
}

// mark is the ConnState function of the [http.Server].
func (cs *connections) mark(conn net.Conn, state http.ConnState) {
	c := conn.(*connection)
	c.mark.Store(cs.seconds.Load()<<8 | int64(state))
	switch state {
	case http.StateNew:
		cs.mu.Lock()
		cs.open[c] = struct{}{}
		cs.mu.Unlock()
	case http.StateClosed, http.StateHijacked:
		cs.mu.Lock()
		delete(cs.open, c)
		cs.mu.Unlock()
	}
}

// watch closes connections until ctx is done.
func (cs *connections) watch(ctx context.Context) {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			cs.sweep(cs.seconds.Add(1))
		}
	}
}

// sweep closes the connections that were in their state for too long.
func (cs *connections) sweep(now int64) {
	cs.mu.Lock()
	defer cs.mu.Unlock()
	for c := range cs.open {
		mark := c.mark.Load()
		waited := time.Duration(now-mark>>8) * time.Second
		if waited > cs.patience(http.ConnState(mark&0xff)) {
			_ = c.Close() // pending reads and writes then fail
		}
	}
}

// patience returns how long a connection may stay in a state.
func (cs *connections) patience(state http.ConnState) time.Duration {
	switch state {
	case http.StateNew:
		return cs.greeting
	case http.StateIdle:
		return cs.idle
	}
	return cs.working
}
