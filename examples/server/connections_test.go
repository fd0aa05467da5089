package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

// pipes is a listener whose connections are pipes in memory.
type pipes chan net.Conn

func (p pipes) Accept() (net.Conn, error) {
	if c, ok := <-p; ok {
		return c, nil
	}
	return nil, net.ErrClosed
}

func (p pipes) Addr() net.Addr { return nil }

func (p pipes) Close() error {
	close(p)
	return nil
}

// dial returns the client's end of a new connection.
func (p pipes) dial() net.Conn {
	client, server := net.Pipe()
	p <- server
	return client
}

// closedAfter returns how long it takes until a connection ends.
func closedAfter(t *testing.T, r io.Reader) time.Duration {
	t.Helper()
	begin := time.Now()
	if _, err := io.Copy(io.Discard, r); err != nil && !errors.Is(err, io.ErrClosedPipe) {
		t.Error(err)
	}
	return time.Since(begin).Round(time.Second)
}

// ask sends a request and returns a reader of the answer's body.
func ask(t *testing.T, c net.Conn, path string) io.Reader {
	t.Helper()
	if _, err := fmt.Fprintf(c, "GET %s HTTP/1.1\r\nHost: a.example\r\n\r\n", path); err != nil {
		t.Fatal(err)
	}
	r := bufio.NewReader(c)
	if _, err := http.ReadResponse(r, nil); err != nil && path != "/slow" {
		t.Fatal(err)
	}
	return r
}

func TestConnectionsAreGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		watched := &connections{
			greeting: 15 * time.Second, working: 30 * time.Second, idle: time.Minute, open: make(map[*connection]struct{}),
		}
		go watched.watch(t.Context())
		mux := http.NewServeMux()
		mux.HandleFunc("/slow", func(http.ResponseWriter, *http.Request) { time.Sleep(time.Hour) })
		mux.HandleFunc("/parts", func(w http.ResponseWriter, _ *http.Request) {
			for range 10 {
				fmt.Fprintln(w, "a part")
				_ = http.NewResponseController(w).Flush()
				time.Sleep(20 * time.Second)
			}
			time.Sleep(time.Hour)
		})
		mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
		listener := make(pipes)
		server := &http.Server{Handler: mux, ConnState: watched.mark}
		served := make(chan error)
		go func() { served <- server.Serve(watchedListener{listener, watched}) }()

		if d := closedAfter(t, listener.dial()); d < 15*time.Second || d > 17*time.Second {
			t.Errorf("one that says nothing is closed after %v", d)
		}
		c := listener.dial()
		for range 5 {
			ask(t, c, "/")
			time.Sleep(50 * time.Second)
		}
		if d := closedAfter(t, ask(t, c, "/")); d < 60*time.Second || d > 62*time.Second {
			t.Errorf("one that is idle is closed after %v", d)
		}
		c, begin := listener.dial(), time.Now()
		ask(t, c, "/slow")
		if d := time.Since(begin).Round(time.Second); d < 30*time.Second || d > 32*time.Second {
			t.Errorf("one whose request takes long is closed after %v", d)
		}
		if d := closedAfter(t, ask(t, listener.dial(), "/parts")); d < 210*time.Second || d > 212*time.Second {
			t.Errorf("one whose answer comes in parts is closed after %v", d)
		}
		synctest.Wait()
		if err := server.Close(); err != nil {
			t.Error(err)
		}
		if err := <-served; !errors.Is(err, http.ErrServerClosed) {
			t.Error(err)
		}
		time.Sleep(2 * time.Hour) // the slow handler ends
		synctest.Wait()
		if len(watched.open) != 0 {
			t.Errorf("%d connections are still watched", len(watched.open))
		}
	})
}
