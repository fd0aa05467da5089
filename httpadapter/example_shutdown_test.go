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

// A service ends without losing a click: the server lets its requests end, then
// the engine writes their clicks, and then the store is closed. In a program,
// stopping is the context of signal.NotifyContext.
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
