package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/bolt"
)

const (
	// waits is how long an answer waits for its click in sync mode. After that it is
	// sent although the click is not on disk.
	waits = 250 * time.Millisecond
	// fewest is the number of answers that a kill waits for, so that there is load.
	fewest = 20
)

// TestKillLosesWhatDurabilityAllows kills a server under load several times, with the
// same file, and checks which of the answered visits are in the file. CRASHES is the
// number of kills for each durability; the default is 3.
//
// It decides which visits may be missing by the order of events and not by time,
// since a busy machine can stop the server for any time. In batched mode, a visit must
// be on disk if it was answered before the last but one transaction ended.
func TestKillLosesWhatDurabilityAllows(t *testing.T) {
	kills := 3
	if n, err := strconv.Atoi(os.Getenv("CRASHES")); err == nil {
		kills = n
	}
	for _, durability := range []string{"sync", "batched"} {
		t.Run(durability, func(t *testing.T) {
			dir := t.TempDir()
			var all report
			for round := range kills {
				all.add(killOnce(t, dir, durability, round))
			}
			t.Logf("%d kills: %s", kills, &all)
		})
	}
}

// report says what was missing after the kills.
type report struct {
	answered, missing int
	oldest            time.Duration // of the missing visits, from the answer to the kill
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
func killOnce(t *testing.T, dir, durability string, round int) (r report) {
	t.Helper()
	p := start(t, dir, "-token", testToken, "-durability", durability)
	answers := make(chan struct{}, 1<<20)
	var load sync.WaitGroup
	all := make([]visitor, 8)
	for i := range all {
		all[i].name = fmt.Sprintf("visitor%d.round%d.example", i, round)
		load.Go(func() { all[i].visit(p.url+"/launch", answers) })
	}
	go func() { load.Wait(); close(answers) }()
	for range fewest {
		if _, open := <-answers; !open {
			t.Fatal("the server answers nobody")
		}
	}
	time.Sleep(150*time.Millisecond + rand.N(250*time.Millisecond))
	var kept time.Time // visits that were answered before must be in the file
	if durability == "batched" {
		kept = time.Now()
		awaitTransactions(t, filepath.Join(dir, "linkpack.db"), 2)
		time.Sleep(rand.N(40 * time.Millisecond)) // into the middle of another
	}
	killed := time.Now()
	p.stop(os.Kill)
	load.Wait()

	stored := storedVisits(t, dir)
	for i := range all {
		if n := min(len(stored[all[i].name]), len(all[i].answered)); n > 0 && all[i].answered[n-1].asked.After(kept) {
			kept = all[i].answered[n-1].asked // since the log is in order
		}
	}
	for i := range all {
		r.add(all[i].compare(t, stored[all[i].name], killed))
		for _, a := range all[i].missing(stored[all[i].name]) {
			if a.at.Before(kept) || durability == "sync" && !isLate(all, a, killed) {
				t.Errorf("%s: a visit that was answered %v before the kill is missing", all[i].name, killed.Sub(a.at))
			}
		}
	}
	return r
}

// visitor visits links one after the other. Each visit has its own referrer.
type visitor struct {
	name     string
	answered []reply
	last     time.Time // when the unanswered visit was sent
}

// reply holds the times of a request and of its answer.
type reply struct{ asked, at time.Time }

// visit makes visits until one gets no answer, and reports each.
func (v *visitor) visit(url string, answers chan<- struct{}) {
	for n := 0; ; n++ {
		request, err := http.NewRequest(http.MethodGet, url, nil)
		if err != nil {
			return
		}
		request.Header.Set("User-Agent", browser)
		request.Header.Set("Referer", fmt.Sprintf("https://n%d.%s/", n, v.name))
		v.last = time.Now()
		response, err := http.DefaultTransport.RoundTrip(request)
		if err != nil {
			return
		}
		response.Body.Close()
		v.answered = append(v.answered, reply{v.last, time.Now()})
		answers <- struct{}{}
	}
}

// missing returns the answered visits that are not stored.
func (v *visitor) missing(stored map[int]int) []reply {
	return v.answered[min(len(stored), len(v.answered)):]
}

// isLate reports whether an answer may have been sent before its click was on disk.
// The answers of one transaction are sent together when the first of them has waited
// for the maximum time, and the kill may have prevented that first answer.
func isLate(all []visitor, a reply, killed time.Time) bool {
	for i := range all {
		for _, first := range append(slices.Clone(all[i].answered), reply{all[i].last, killed}) {
			late := first.asked.Add(waits)
			if !late.After(a.at) && !late.After(first.at) && !first.at.Before(a.asked) {
				return true
			}
		}
	}
	return false
}

// compare checks that the stored visits are the first ones. The last visit may be
// stored although it was not answered.
func (v *visitor) compare(t *testing.T, stored map[int]int, killed time.Time) report {
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
	for _, a := range v.missing(stored) {
		r.missing++
		r.oldest = max(r.oldest, killed.Sub(a.at))
	}
	return r
}

// storedVisits opens and audits the file, and counts the visits by visitor and
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
	audit, err := links.Audit(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, finding := range audit.Findings {
		t.Errorf("the audit found: %s", finding)
	}
	link, err := links.LinkByCode(t.Context(), "", "", "launch")
	if err != nil {
		t.Fatal(err)
	}
	stored := make(map[string]map[int]int)
	for click, err := range links.Clicks(t.Context(), link.Workspace, link.ID) {
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
