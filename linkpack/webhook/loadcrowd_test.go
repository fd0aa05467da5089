package webhook_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// asCrowd makes the test program the visitors and the receiver of a load, so that their
// work is not that of the process that is measured.
const asCrowd = "LINKPACK_TEST_AS_CROWD"

const (
	visitsPerSecond = 5000
	// crowdClients is how many visitors there are at once.
	crowdClients = 32
)

func TestMain(m *testing.M) {
	if os.Getenv(asCrowd) == "" {
		os.Exit(m.Run())
	}
	if err := runCrowd(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// crowdJob is what the visitors are to do.
type crowdJob struct {
	Server     string // its address
	Codes      []string
	Visits     int
	Deliveries int // to wait for
}

// crowdFigures are how long answers and deliveries took.
type crowdFigures struct {
	Visits, Deliveries []time.Duration
	Last               time.Duration // from the last visit to the last delivery
	Connections        int           // that deliveries came on
}

// runCrowd writes the URL of the receiver, reads a job and writes its figures.
func runCrowd(in io.Reader, out io.Writer) error {
	m := &meter{sent: make(map[int]time.Time), took: make(map[int]time.Duration)}
	receiver := httptest.NewUnstartedServer(m)
	receiver.Config.ConnState = m.connected
	receiver.Start()
	defer receiver.Close()
	if err := json.NewEncoder(out).Encode(receiver.URL); err != nil {
		return err
	}
	var job crowdJob
	if err := json.NewDecoder(in).Decode(&job); err != nil {
		return err
	}
	figures, err := m.visitAll(&job)
	if err != nil {
		return err
	}
	ended := time.Now()
	for deadline := ended.Add(time.Minute); m.count() < job.Deliveries && time.Now().Before(deadline); {
		time.Sleep(time.Millisecond)
	}
	figures.Last, figures.Connections = time.Since(ended), m.conns
	for _, took := range m.took {
		figures.Deliveries = append(figures.Deliveries, took)
	}
	return json.NewEncoder(out).Encode(figures)
}

// meter visits links, and measures the time from visits to their deliveries.
type meter struct {
	mu   sync.Mutex
	sent map[int]time.Time     // by the number of the visit
	took map[int]time.Duration // of its delivery

	conns int // to the receiver
}

// visitAll visits the links by turns, at a steady pace.
func (m *meter) visitAll(job *crowdJob) (f crowdFigures, err error) {
	var next atomic.Int64
	var clients sync.WaitGroup
	begin := time.Now()
	for range crowdClients {
		clients.Go(func() {
			client := clientOf(job.Server)
			defer client.CloseIdleConnections()
			var took []time.Duration
			var fault error
			for i := int(next.Add(1)) - 1; i < job.Visits && fault == nil; i = int(next.Add(1)) - 1 {
				time.Sleep(time.Until(begin.Add(time.Duration(i) * time.Second / visitsPerSecond)))
				at := time.Now()
				m.send(i, at)
				fault = visitOnce(client, "http://"+job.Server+"/"+job.Codes[i%len(job.Codes)], i)
				took = append(took, time.Since(at))
			}
			m.mu.Lock()
			defer m.mu.Unlock()
			f.Visits = append(f.Visits, took...)
			err = errors.Join(err, fault)
		})
	}
	clients.Wait()
	return f, err
}

// clientOf returns a client with one connection to a server.
func clientOf(addr string) *http.Client {
	return &http.Client{
		Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "tcp", addr)
		}},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// visitOnce visits a link. The number of the visit is in its referrer.
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

// connected counts connections to the receiver.
func (m *meter) connected(_ net.Conn, state http.ConnState) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if state == http.StateNew {
		m.conns++
	}
}

func (m *meter) send(i int, at time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.sent[i] = at
}

// ServeHTTP receives a delivery.
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
	if err != nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, known := m.took[i]; !known {
		m.took[i] = at.Sub(m.sent[i])
	}
}

func (m *meter) count() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.took)
}
