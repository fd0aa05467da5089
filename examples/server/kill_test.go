package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/bolt"
)

const (
	// promised is the age of an answer from which on its click is on disk.
	promised = 100 * time.Millisecond
	// waits is how long an answer waits for its click in sync mode. Then it
	// leaves, and the click is still on its way.
	waits = 250 * time.Millisecond
	// allowance is for a machine that gives the server no time for a while: then
	// the click waits although it is due.
	allowance = 400 * time.Millisecond
	// fewest is how many answers a kill waits for: less is no load.
	fewest = 20
)

// TestKillLosesWhatDurabilityAllows kills a server under load, again and again
// over the same file, and looks which of the answered visits the file has.
// CRASHES is the number of kills for each durability, 3 if it is not set.
func TestKillLosesWhatDurabilityAllows(t *testing.T) {
	kills := 3
	if n, err := strconv.Atoi(os.Getenv("CRASHES")); err == nil {
		kills = n
	}
	for durability, loses := range map[string]time.Duration{"sync": 0, "batched": promised + allowance} {
		t.Run(durability, func(t *testing.T) {
			dir := t.TempDir()
			var all report
			for round := range kills {
				all.add(killOnce(t, dir, durability, round, loses))
			}
			t.Logf("%d kills: %s", kills, &all)
		})
	}
}

// report says what kills left.
type report struct {
	answered, missing int
	oldest            time.Duration // of what is missing, from its answer to the kill
}

func (r *report) add(o report) {
	r.answered += o.answered
	r.missing += o.missing
	r.oldest = max(r.oldest, o.oldest)
}

// String implements [fmt.Stringer].
func (r *report) String() string {
	return fmt.Sprintf("of %d answered visits %d are missing, answered at most %v before the kill",
		r.answered, r.missing, r.oldest.Round(time.Millisecond))
}

// killOnce loads the server, kills it and compares the file with the answers.
func killOnce(t *testing.T, dir, durability string, round int, loses time.Duration) (r report) {
	t.Helper()
	p := start(t, dir, "-token", testToken, "-durability", durability)
	answers := make(chan struct{}, 1<<20)
	var load, disk sync.WaitGroup
	visitors := make([]visitor, 8)
	for i := range visitors {
		visitors[i].name = fmt.Sprintf("visitor%d.round%d.example", i, round)
		load.Go(func() { visitors[i].visit(p.url+"/launch", answers) })
	}
	over := make(chan struct{})
	var stall time.Duration
	disk.Go(func() { stall = longestSync(t, over) })
	go func() { load.Wait(); close(answers) }()
	for range fewest {
		if _, open := <-answers; !open {
			t.Fatal("the server answers nobody")
		}
	}
	time.Sleep(150*time.Millisecond + rand.N(250*time.Millisecond))
	killed := time.Now()
	p.stop(os.Kill)
	close(over)
	load.Wait()
	disk.Wait()

	if loses > 0 {
		loses += stall
	}
	stored := storedVisits(t, dir)
	for i := range visitors {
		r.add(visitors[i].compare(t, stored[visitors[i].name], killed, loses))
	}
	return r
}

// longestSync returns the longest time that the disk took, until over, to keep
// something: the server waits for the same disk.
func longestSync(t *testing.T, over <-chan struct{}) (longest time.Duration) {
	file, err := os.Create(filepath.Join(t.TempDir(), "synced"))
	if err != nil {
		t.Error(err)
		return 0
	}
	defer file.Close()
	for {
		begin := time.Now()
		if _, err := file.WriteString("x"); err != nil {
			t.Error(err)
		}
		if err := file.Sync(); err != nil {
			t.Error(err)
		}
		longest = max(longest, time.Since(begin))
		select {
		case <-over:
			return longest
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// visitor visits one link after the other, and tells visits by their referrer.
type visitor struct {
	name     string
	answered []reply
}

// reply is when an answer came and how long it took.
type reply struct {
	at   time.Time
	took time.Duration
}

// visit visits until there is no answer, and tells of each.
func (v *visitor) visit(url string, answers chan<- struct{}) {
	for n := 0; ; n++ {
		request, err := http.NewRequest(http.MethodGet, url, nil)
		if err != nil {
			return
		}
		request.Header.Set("User-Agent", browser)
		request.Header.Set("Referer", fmt.Sprintf("https://n%d.%s/", n, v.name))
		asked := time.Now()
		response, err := http.DefaultTransport.RoundTrip(request)
		if err != nil {
			return
		}
		response.Body.Close()
		v.answered = append(v.answered, reply{time.Now(), time.Since(asked)})
		answers <- struct{}{}
	}
}

// compare wants the stored visits to be the first ones, and those that are
// missing to be young enough. The last one may be there without an answer.
func (v *visitor) compare(t *testing.T, stored map[int]int, killed time.Time, loses time.Duration) report {
	t.Helper()
	for n := range len(stored) {
		if stored[n] != 1 {
			t.Fatalf("%s: %d visits are stored, visit %d %d times: what is missing is no suffix", v.name, len(stored), n, stored[n])
		}
	}
	if len(stored) > len(v.answered)+1 {
		t.Errorf("%s: %d visits are stored, %d were answered", v.name, len(stored), len(v.answered))
	}
	r := report{answered: len(v.answered)}
	for _, a := range v.answered[min(len(stored), len(v.answered)):] {
		r.missing++
		age := killed.Sub(a.at)
		r.oldest = max(r.oldest, age)
		if loses == 0 && a.took < waits || loses > 0 && age > loses {
			t.Errorf("%s: a visit that was answered %v before the kill is missing", v.name, age)
		}
	}
	return r
}

// storedVisits opens the file, audits it, and counts the visits by visitor and
// number.
func storedVisits(t *testing.T, dir string) map[string]map[int]int {
	t.Helper()
	db, err := bolt.Open(filepath.Join(dir, "linkpack.db"), nil)
	if err != nil {
		t.Fatalf("the file cannot be opened after the kill: %v", err)
	}
	defer db.Close()
	links, err := linkpack.New(db, nil)
	if err != nil {
		t.Fatalf("the store cannot be opened after the kill: %v", err)
	}
	defer links.Close(context.WithoutCancel(t.Context()))
	audit, err := links.Audit(t.Context(), linkpack.AuditQuery{})
	if err != nil {
		t.Fatal(err)
	}
	for _, finding := range audit.Findings {
		t.Errorf("the audit found: %s", finding)
	}
	link, err := links.LookupCode(t.Context(), "", "", "launch")
	if err != nil {
		t.Fatal(err)
	}
	stored := make(map[string]map[int]int)
	for click, err := range links.Clicks(t.Context(), link) {
		if err != nil {
			t.Fatal(err)
		}
		number, name, _ := strings.Cut(click.Referrer, ".")
		n, err := strconv.Atoi(strings.TrimPrefix(number, "n"))
		if err != nil {
			t.Fatalf("a click from %q", click.Referrer)
		}
		if stored[name] == nil {
			stored[name] = make(map[int]int)
		}
		stored[name][n]++
	}
	return stored
}
