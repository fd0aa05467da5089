package main

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/bolt"
)

// TestALimitedLinkUnderManyVisits visits links with limited uses by 200 people at
// once, who have several kinds of clients, while bots, prefetches and HEAD requests
// look at them, too. Exactly as many people as allowed get through, also after a
// restart. It makes 3 links in each durability, or 60 if LINKPACK_ATTACK is 1.
func TestALimitedLinkUnderManyVisits(t *testing.T) {
	rounds := 3
	if os.Getenv("LINKPACK_ATTACK") == "1" {
		rounds = 60
	}
	for _, durability := range []string{"sync", "batched"} {
		t.Run(durability, func(t *testing.T) {
			dir := t.TempDir()
			p := start(t, dir, "-token", testToken, "-durability", durability)
			limits := limitedLinks(t, p, rounds)
			for round, limit := range limits {
				stampede(t, fmt.Sprintf("%s/limited%d", p.url, round), min(limit, people), round)
			}
			if said := p.terminate(); said != "Stopped. Clicks lost: 0.\n" {
				t.Errorf("it said %q", said)
			}
			checkUses(t, dir, limits)
			p = start(t, dir, "-token", testToken, "-durability", durability)
			for round, limit := range limits {
				if limit <= people {
					stampede(t, fmt.Sprintf("%s/limited%d", p.url, round), 0, round)
				}
			}
		})
	}
}

// limitedLinks makes the links limited0, limited1, … and returns their limits.
func limitedLinks(t *testing.T, p *process, count int) []int {
	t.Helper()
	limits, links := make([]int, count), make([]string, count)
	for i := range count {
		limits[i] = []int{7, 1, 250, 50, 200}[i%5]
		links[i] = fmt.Sprintf(`{"longUrl":"https://limited.example/","shortCode":"limited%d","max_clicks":%d}`, i, limits[i])
	}
	body := `{"links":[` + strings.Join(links, ",") + `]}`
	if status, answer := call(t, http.MethodPost, p.url+"/api/v1/links/bulk", testToken, body); status != http.StatusOK {
		t.Fatalf("%d %v", status, answer)
	}
	return limits
}

// checkUses compares the uses and the people counted in the file with those who
// got through.
func checkUses(t *testing.T, dir string, limits []int) {
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
	for round, limit := range limits {
		link, err := links.LinkByCode(t.Context(), "", "", fmt.Sprintf("limited%d", round))
		if err != nil {
			t.Fatal(err)
		}
		uses, err := links.LinkUses(t.Context(), "", link.ID)
		if err != nil {
			t.Fatal(err)
		}
		stats, err := links.Stats(t.Context(), "", link.ID, analytics.Query{})
		if err != nil {
			t.Fatal(err)
		}
		if want := min(limit, people); int(uses) != want || stats.Classes[analytics.Human] != uint64(want) {
			t.Errorf("limited%d: %d uses, %d people counted, want %d", round, uses, stats.Classes[analytics.Human], want)
		}
	}
}

// people is how many visit a link at once. There are half as many others.
const people = 200

// stampede visits a link and checks how many people are redirected.
func stampede(t *testing.T, url string, want, round int) {
	t.Helper()
	var begin, end sync.WaitGroup
	var through, others atomic.Int64
	begin.Add(1)
	visit := func(kinds []string, i int, counter *atomic.Int64) {
		begin.Wait()
		redirected, err := rawVisit(url, kinds[i%len(kinds)])
		if err != nil {
			t.Errorf("visit %d of %.20q: %v", i, kinds[i%len(kinds)], err)
		}
		if redirected {
			counter.Add(1)
		}
	}
	for i := range people {
		end.Go(func() { visit(personKinds(), i+round, &through) })
	}
	for i := range people / 2 {
		end.Go(func() { visit(otherKinds(), i+round, &others) })
	}
	begin.Done()
	end.Wait()
	if got := through.Load(); got != int64(want) {
		t.Errorf("%s: %d people got through, want %d", url, got, want)
	}
	if got := others.Load(); got != 0 {
		t.Errorf("%s: %d others were redirected", url, got)
	}
}

// personKinds are requests of people. PATH and HOST are replaced.
func personKinds() []string {
	const agent = "User-Agent: " + browser + "\r\n"
	return []string{
		"GET PATH HTTP/1.1\r\nHost: HOST\r\n" + agent + "\r\n",
		"GET PATH HTTP/1.0\r\n" + agent + "\r\n",
		"GET PATH?x=1 HTTP/1.1\r\nhost: HOST\r\nuser-agent: " + browser + "\r\nConnection: close\r\n\r\n",
		"GET http://HOSTPATH HTTP/1.1\r\nHost: HOST\r\n" + agent + "\r\n",
		"GET PATH HTTP/1.1\r\nHost: HOST\r\n" + agent + "Content-Length: 4\r\n\r\nbody",
		"GET PATH HTTP/1.1\r\nHost: HOST\r\n" + agent + "Cookie: a=1; b=2\r\nReferer: https://news.example/\r\nX-Forwarded-For: 203.0.113.9\r\n\r\n",
		"GET PATH, HTTP/1.1\r\nHost: HOST\r\n" + agent + "\r\n", // punctuation of the text around the link
	}
}

// otherKinds are requests that use nothing up.
func otherKinds() []string {
	const agent = "User-Agent: " + browser + "\r\n"
	return []string{
		"HEAD PATH HTTP/1.1\r\nHost: HOST\r\n" + agent + "\r\n",
		"GET PATH HTTP/1.1\r\nHost: HOST\r\nUser-Agent: Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)\r\n\r\n",
		"GET PATH HTTP/1.1\r\nHost: HOST\r\nUser-Agent: curl/8.9.1\r\n\r\n",
		"GET PATH HTTP/1.1\r\nHost: HOST\r\nUser-Agent: WhatsApp/2.23\r\n\r\n",
		"GET PATH HTTP/1.1\r\nHost: HOST\r\n\r\n",
		"GET PATH HTTP/1.1\r\nHost: HOST\r\n" + agent + "Sec-Purpose: prefetch;prerender\r\n\r\n",
		"GET PATH HTTP/1.1\r\nHost: HOST\r\n" + agent + "Purpose: prefetch\r\n\r\n",
		"GET PATH+ HTTP/1.1\r\nHost: HOST\r\n" + agent + "\r\n",
		"GET PATH/qr.svg HTTP/1.1\r\nHost: HOST\r\n" + agent + "\r\n",
		"POST PATH HTTP/1.1\r\nHost: HOST\r\n" + agent + "Content-Length: 0\r\n\r\n",
		"OPTIONS PATH HTTP/1.1\r\nHost: HOST\r\n" + agent + "\r\n",
	}
}

// rawVisit sends a request on a connection of its own and reports whether the answer
// leads to the destination.
func rawVisit(url, request string) (redirected bool, err error) {
	host, path, _ := strings.Cut(strings.TrimPrefix(url, "http://"), "/")
	connection, err := net.Dial("tcp", host)
	if err != nil {
		return false, err
	}
	defer connection.Close()
	text := strings.NewReplacer("PATH", "/"+path, "HOST", host).Replace(request)
	if _, err := connection.Write([]byte(text)); err != nil {
		return false, err
	}
	method, _, _ := strings.Cut(request, " ")
	answer, err := http.ReadResponse(bufio.NewReader(connection), &http.Request{Method: method})
	if err != nil {
		return false, err
	}
	defer answer.Body.Close()
	location := answer.Header.Get("Location")
	if wrong := location != "" && location != "https://limited.example/"; wrong || answer.StatusCode >= http.StatusInternalServerError {
		return false, fmt.Errorf("answered %s, leads to %q", answer.Status, location)
	}
	return location != "", nil
}
