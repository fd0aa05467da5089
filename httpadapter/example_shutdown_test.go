package httpadapter_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// To stop without losing a click, first shut down the server, then close the
// Shortener, which writes the last clicks, and then close the store. In a program,
// the context comes from signal.NotifyContext.
func Example_shutdown() {
	stopping, stop := context.WithCancel(context.Background())
	defer stop()
	store := memory.New() // or store.Open
	links, err := linkpack.New(store, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	handler, err := httpadapter.New(links, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	listener, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		fmt.Println(err)
		return
	}
	server := &http.Server{Handler: handler}
	stopped := make(chan error)
	context.AfterFunc(stopping, func() {
		patience, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		stopped <- errors.Join(server.Shutdown(patience), links.Close(patience), store.Close())
	})
	time.AfterFunc(10*time.Millisecond, stop) // as a signal does
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		fmt.Println(err)
		return
	}
	err = <-stopped
	fmt.Println("stopped:", err, "lost:", links.Metrics().Clicks.Lost)
	// Output: stopped: <nil> lost: 0
}
