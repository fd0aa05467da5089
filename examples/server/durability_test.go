package main

import (
	"net/http"
	"sync"
	"testing"
	"time"
)

const testToken = "0123456789abcdef"

func TestTerminationLosesNothing(t *testing.T) {
	dir := t.TempDir()
	p := start(t, dir, "-token", testToken)
	answered := make(chan int)
	const visitors = 8
	var begun sync.WaitGroup
	begun.Add(visitors)
	for range visitors {
		go func() { answered <- visitUntilRefused(p.url+"/launch", begun.Done) }()
	}
	begun.Wait()
	time.Sleep(300 * time.Millisecond)
	if said := p.terminate(); said != "Stopped. Clicks lost: 0.\n" {
		t.Errorf("it said %q", said)
	}
	want := 0
	for range visitors {
		want += <-answered
	}
	p = start(t, dir, "-token", testToken)
	if got := clicks(t, p, testToken, "launch"); got != want || want < visitors {
		t.Errorf("%d clicks are left of %d answered ones", got, want)
	}
}

// visitUntilRefused visits url until the server is gone, and returns how many
// visits were answered. It calls begun with the first answer.
func visitUntilRefused(url string, begun func()) int {
	begun = sync.OnceFunc(begun)
	defer begun()
	for answered := 0; ; answered++ {
		request, err := http.NewRequest(http.MethodGet, url, nil)
		if err != nil {
			return answered
		}
		request.Header.Set("User-Agent", browser)
		response, err := http.DefaultTransport.RoundTrip(request)
		if err != nil {
			return answered
		}
		response.Body.Close()
		begun()
	}
}
