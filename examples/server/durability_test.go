package main

import (
	"os"
	"testing"
	"time"
)

const testToken = "0123456789abcdef"

func TestTerminationLosesNothing(t *testing.T) {
	dir := t.TempDir()
	p := start(t, dir, "-token", testToken)
	for range 200 {
		visit(t, p.url+"/launch")
	}
	if said := p.terminate(); said != "Stopped. Clicks lost: 0.\n" {
		t.Errorf("it said %q", said)
	}
	p = start(t, dir, "-token", testToken)
	if got := clicks(t, p, testToken, "launch"); got != 200 {
		t.Errorf("%d of 200 clicks are left", got)
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
