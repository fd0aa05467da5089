package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/webhook"
	"github.com/linkpack/linkpack-go/store/bolt"
)

// inbox is the target of a webhook. It remembers the deliveries by the referrers of their
// visits.
type inbox struct {
	mu   sync.Mutex
	ids  map[string]string // webhook-id by referrer
	many int               // deliveries, repeated ones included
	odd  []string          // what must not be
}

func (in *inbox) ServeHTTP(_ http.ResponseWriter, request *http.Request) {
	body, err := io.ReadAll(request.Body)
	if err != nil {
		return // the server was killed
	}
	var m struct {
		Data struct{ Event struct{ Referrer string } }
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	if err := json.Unmarshal(body, &m); err != nil {
		in.odd = append(in.odd, string(body))
		return
	}
	in.many++
	id, referrer := request.Header.Get("webhook-id"), m.Data.Event.Referrer
	if before, known := in.ids[referrer]; known && before != id {
		in.odd = append(in.odd, fmt.Sprintf("a visit has the ids %s and %s", before, id))
	}
	in.ids[referrer] = id
}

func (in *inbox) has(referrer string) bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.ids[referrer] != ""
}

// TestKillLosesNoDelivery kills a server under load between the visits and the deliveries
// of a webhook, several times, and checks that each visit in the file is delivered in the
// end. CRASHES is the number of kills; the default is 3.
func TestKillLosesNoDelivery(t *testing.T) {
	kills := 3
	if n, err := strconv.Atoi(os.Getenv("CRASHES")); err == nil {
		kills = n
	}
	in := &inbox{ids: make(map[string]string)}
	target := httptest.NewServer(in)
	defer target.Close()
	dir := t.TempDir()
	start(t, dir, "-token", testToken).terminate()
	addWebhook(t, dir, target.URL)
	for round := range kills {
		p := start(t, dir, "-token", testToken, "-allow-webhook-targets", "127.0.0.0/8")
		answers := make(chan struct{}, 1<<20)
		var load sync.WaitGroup
		for i := range 4 {
			v := &visitor{name: fmt.Sprintf("visitor%d.round%d.example", i, round)}
			load.Go(func() { v.visit(p.url+"/launch", answers) })
		}
		for range fewest {
			<-answers
		}
		time.Sleep(rand.N(300 * time.Millisecond))
		p.stop(os.Kill)
		load.Wait()
	}
	stored := storedVisits(t, dir)
	p := start(t, dir, "-token", testToken, "-allow-webhook-targets", "127.0.0.0/8")
	total := 0
	for name, visits := range stored {
		for n := range visits {
			total++
			referrer := fmt.Sprintf("n%d.%s", n, name)
			for deadline := time.Now().Add(time.Minute); !in.has(referrer); time.Sleep(10 * time.Millisecond) {
				if time.Now().After(deadline) {
					t.Fatalf("the visit from %s is not delivered", referrer)
				}
			}
		}
	}
	p.terminate()
	in.mu.Lock()
	defer in.mu.Unlock()
	for _, odd := range in.odd {
		t.Error(odd)
	}
	t.Logf("%d kills: %d visits, %d deliveries, %d of them repeated", kills, total, in.many, in.many-len(in.ids))
}

// addWebhook adds a webhook to the file.
func addWebhook(t *testing.T, dir, url string) {
	t.Helper()
	db, err := bolt.Open(filepath.Join(dir, "linkpack.db"), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	links, err := linkpack.New(db, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer links.Close(context.WithoutCancel(t.Context()))
	hooks, err := webhook.Open(t.Context(), links, &webhook.Options{Allowed: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	if err != nil {
		t.Fatal(err)
	}
	defer hooks.Close(context.WithoutCancel(t.Context()))
	if _, err := hooks.Create(t.Context(), webhook.Webhook{URL: url, Events: []webhook.Event{webhook.LinkClicked}}); err != nil {
		t.Fatal(err)
	}
}
