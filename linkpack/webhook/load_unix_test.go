//go:build unix

package webhook_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/webhook"
	"github.com/linkpack/linkpack-go/store/bolt"
)

const (
	visitsPerSecond = 5000
	loadWebhooks    = 10
	loadLinks       = 50 // one in five has a webhook
	loadClients     = 32
)

// TestLoadOfWebhooks visits links over HTTP, without and with webhooks, for the time in
// LINKPACK_LOAD each. A fifth of the visits is delivered. All must arrive.
func TestLoadOfWebhooks(t *testing.T) {
	span, err := time.ParseDuration(os.Getenv("LINKPACK_LOAD"))
	if err != nil {
		span = time.Second
	}
	without := loadOnce(t, span, 0)
	with := loadOnce(t, span, loadWebhooks)
	t.Logf("redirects p50 %v, p99 %v without webhooks; p50 %v, p99 %v with", without.at(50), without.at(99), with.at(50), with.at(99))
	t.Logf("%d deliveries, from the click p50 %v, p99 %v; %v of processor time each, those of the receiver included",
		len(with.deliveries), quantile(with.deliveries, 50), quantile(with.deliveries, 99), (with.processor-without.processor)/time.Duration(max(1, len(with.deliveries))))
}

// measured are the figures of a load.
type measured struct {
	redirects, deliveries []time.Duration
	processor             time.Duration
}

func (m *measured) at(percent int) time.Duration { return quantile(m.redirects, percent) }

func quantile(all []time.Duration, percent int) time.Duration {
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return all[min(len(all)-1, len(all)*percent/100)]
}

// loadOnce visits links with a number of webhooks.
func loadOnce(t *testing.T, span time.Duration, webhooks int) (m measured) {
	t.Helper()
	db, err := bolt.Open(filepath.Join(t.TempDir(), "load.db"), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	links, err := linkpack.New(db, &linkpack.Options{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer links.Close(context.Background())
	hooks, err := webhook.Open(t.Context(), links, &webhook.Options{Allowed: loopback()})
	if err != nil {
		t.Fatal(err)
	}
	defer hooks.Close(context.Background())
	n := int(span.Seconds() * visitsPerSecond)
	sent := make([]atomic.Int64, n) // when visits were sent
	meter := &meter{sent: sent, took: make(map[int]time.Duration)}
	receiver := httptest.NewServer(meter)
	defer receiver.Close()
	var codes []string
	want := 0
	for i := range loadLinks {
		l, err := links.CreateLink(t.Context(), linkpack.Link{Destination: home})
		if err != nil {
			t.Fatal(err)
		}
		codes = append(codes, l.ShortCode)
		if i < webhooks {
			create(t, hooks, webhook.Webhook{URL: receiver.URL, Link: l.ID, Events: []webhook.Event{webhook.LinkClicked}})
		}
	}
	for i := range n {
		if i%loadLinks < webhooks {
			want++
		}
	}
	handler, err := httpadapter.New(links, nil)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	defer server.Close()
	before := processorTime(t)
	m.redirects = visitAll(t, server.Listener.Addr().String(), codes, sent)
	ended := time.Now()
	for deadline := ended.Add(time.Minute); meter.count() < want && time.Now().Before(deadline); {
		time.Sleep(time.Millisecond)
	}
	m.processor = processorTime(t) - before
	if webhooks > 0 {
		t.Logf("the last delivery came %v after the last visit", time.Since(ended).Round(time.Millisecond))
	}
	if got := meter.count(); got != want {
		t.Errorf("%d visits of %d arrived", got, want)
	}
	for _, took := range meter.took {
		m.deliveries = append(m.deliveries, took)
	}
	return m
}

// visitAll visits the links by turns, at a steady pace, and returns how long the answers
// took.
func visitAll(t *testing.T, addr string, codes []string, sent []atomic.Int64) (all []time.Duration) {
	t.Helper()
	var next atomic.Int64
	var mu sync.Mutex
	var clients sync.WaitGroup
	begin := time.Now()
	for range loadClients {
		clients.Go(func() {
			client := &http.Client{
				Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
					return new(net.Dialer).DialContext(ctx, "tcp", addr)
				}},
				CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
			}
			defer client.CloseIdleConnections()
			var took []time.Duration
			for i := int(next.Add(1)) - 1; i < len(sent); i = int(next.Add(1)) - 1 {
				time.Sleep(time.Until(begin.Add(time.Duration(i) * time.Second / visitsPerSecond)))
				at := time.Now()
				sent[i].Store(at.UnixNano())
				if err := visitOnce(client, "http://"+addr+"/"+codes[i%len(codes)], i); err != nil {
					t.Error(err)
					return
				}
				took = append(took, time.Since(at))
			}
			mu.Lock()
			defer mu.Unlock()
			all = append(all, took...)
		})
	}
	clients.Wait()
	return all
}

func visitOnce(client *http.Client, url string, i int) error {
	request, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	request.Header.Set("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
	request.Header.Set("Referer", fmt.Sprintf("https://n%d.example/", i))
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	_, err = io.Copy(io.Discard, response.Body)
	if err == nil && response.StatusCode != http.StatusTemporaryRedirect {
		err = fmt.Errorf("status %d", response.StatusCode)
	}
	return err
}

// meter is a receiver that measures the time from visits to their deliveries.
type meter struct {
	sent []atomic.Int64
	mu   sync.Mutex
	took map[int]time.Duration // by the number of the visit
}

func (m *meter) ServeHTTP(_ http.ResponseWriter, request *http.Request) {
	at := time.Now()
	var body struct {
		Data struct{ Event struct{ Referrer string } }
	}
	if json.NewDecoder(request.Body).Decode(&body) != nil {
		return
	}
	text := strings.TrimSuffix(strings.TrimPrefix(body.Data.Event.Referrer, "n"), ".example")
	i, err := strconv.Atoi(text)
	if err != nil || i >= len(m.sent) {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, known := m.took[i]; !known {
		m.took[i] = at.Sub(time.Unix(0, m.sent[i].Load()))
	}
}

func (m *meter) count() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.took)
}

// processorTime returns the processor time of this process.
func processorTime(t *testing.T) time.Duration {
	t.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		t.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
