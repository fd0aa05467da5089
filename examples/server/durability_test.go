package main

import (
	"net/http"
	"os"
	"testing"
	"time"
)

const testToken = "0123456789abcdef"

func TestTerminationLosesNothing(t *testing.T) {
	dir := t.TempDir()
	p := start(t, dir, "-token", testToken)
	answered := make(chan int)
	const visitors = 8
	for range visitors {
		go func() { answered <- visitUntilRefused(p.url + "/launch") }()
	}
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
// visits were answered.
func visitUntilRefused(url string) int {
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
	}
}

func TestKillLosesWhatDurabilityAllows(t *testing.T) {
	t.Run("sync loses nothing that was answered", func(t *testing.T) {
		dir := t.TempDir()
		p := start(t, dir, "-token", testToken, "-durability", "sync")
		for range 50 {
			visit(t, p.url+"/launch")
		}
		p.stop(os.Kill)
		p = start(t, dir, "-token", testToken)
		if got := clicks(t, p, testToken, "launch"); got != 50 {
			t.Errorf("%d of 50 clicks are left", got)
		}
	})
	t.Run("batched loses the newest alone", func(t *testing.T) {
		dir := t.TempDir()
		p := start(t, dir, "-token", testToken, "-durability", "batched")
		for range 50 {
			visit(t, p.url+"/launch")
		}
		time.Sleep(500 * time.Millisecond) // the promise is 100 ms; disks of test machines stall
		for range 5 {
			visit(t, p.url+"/launch")
		}
		p.stop(os.Kill)
		p = start(t, dir, "-token", testToken)
		if got := clicks(t, p, testToken, "launch"); got < 50 || got > 55 {
			t.Errorf("%d clicks are left, want 50 to 55", got)
		}
	})
}
