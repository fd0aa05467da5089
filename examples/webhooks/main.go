// Command webhooks receives the deliveries of a webhook and prints them. It refuses those
// that are not signed with the secret of the webhook, were signed more than five minutes
// ago, or have come before.
//
//	go run ./examples/webhooks -secret whsec_… -addr 127.0.0.1:9090
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"maps"
	"net/http"
	"sync"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

const (
	// maxBody is the most bytes of a delivery.
	maxBody = 64 << 10
	// remembered is how long the IDs of deliveries are remembered: longer than a
	// signature is valid. A program that must not handle an event twice keeps the IDs in
	// its database, in the transaction that handles the event, for two days.
	remembered = 15 * time.Minute
)

func main() {
	log.SetFlags(0)
	addr := flag.String("addr", "127.0.0.1:9090", "`address` to listen on")
	secret := flag.String("secret", "", "`secret` of the webhook, which begins with whsec_")
	flag.Parse()
	r, err := newReceiver(*secret, func(d delivery) { fmt.Printf("%s %s %s\n", d.Timestamp, d.EventType, d.Data) })
	if err != nil {
		log.Fatal(err)
	}
	server := &http.Server{Addr: *addr, Handler: r, ReadTimeout: 10 * time.Second}
	log.Fatal(server.ListenAndServe())
}

// delivery is what a webhook gets.
type delivery struct {
	EventType string          `json:"event_type"`
	ID        string          `json:"id"`
	Timestamp time.Time       `json:"timestamp"`
	Data      json.RawMessage `json:"data"`
}

// receiver verifies deliveries and handles each once.
type receiver struct {
	verifier *standardwebhooks.Webhook
	handle   func(delivery)

	mu     sync.Mutex
	seen   map[string]time.Time // when deliveries came, by ID
	pruned time.Time            // when old ones were forgotten
}

// newReceiver returns a receiver that calls handle for each delivery.
func newReceiver(secret string, handle func(delivery)) (*receiver, error) {
	if secret == "" {
		return nil, errors.New("-secret is required: that of the webhook, which was shown when it was created")
	}
	verifier, err := standardwebhooks.NewWebhook(secret)
	if err != nil {
		return nil, fmt.Errorf("-secret: %w", err)
	}
	return &receiver{verifier: verifier, handle: handle, seen: make(map[string]time.Time)}, nil
}

// ServeHTTP answers 401 to a delivery that is not signed, and 200 to others. One that was
// handled before is answered 200, too, since it need not be sent again.
func (r *receiver) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, request.Body, maxBody))
	if err != nil {
		http.Error(w, "the body is too long or ended early", http.StatusBadRequest)
		return
	}
	if err := r.verifier.Verify(body, request.Header); err != nil {
		http.Error(w, "not signed", http.StatusUnauthorized)
		return
	}
	var d delivery
	if err := json.Unmarshal(body, &d); err != nil {
		http.Error(w, "not JSON", http.StatusBadRequest)
		return
	}
	if r.isNew(request.Header.Get(standardwebhooks.HeaderWebhookID)) {
		r.handle(d)
	}
}

// isNew reports whether a delivery has not come before, and forgets old ones once a minute.
func (r *receiver) isNew(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := time.Now()
	if now.Sub(r.pruned) > time.Minute {
		maps.DeleteFunc(r.seen, func(_ string, at time.Time) bool { return now.Sub(at) > remembered })
		r.pruned = now
	}
	_, known := r.seen[id]
	r.seen[id] = now
	return !known
}
