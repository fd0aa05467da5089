package uap_test

import (
	"errors"
	"fmt"
	"log"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/routing/useragent"
	"github.com/linkpack/linkpack-go/routing/useragent/uap"
)

const (
	chromeOnWindows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
	chromeOnGalaxy  = "Mozilla/5.0 (Linux; Android 14; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36"
	safariOnIPhone  = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1"
	safariOnMac     = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15"
	firefoxOnLinux  = "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
	chromebook      = "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
	explorer        = "Mozilla/5.0 (Windows NT 6.1; Trident/7.0; rv:11.0) like Gecko"
	samsung         = "Mozilla/5.0 (Linux; Android 14; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36"
	facebook        = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/22G86 [FBAN/FBIOS;FBAV/531.0.0.38.105;FBBV/788]"
)

// oddSystems are headers whose system ua-parser calls by another name.
func oddSystems() []string {
	return []string{
		"Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/87.0.4280.88 Safari/537.36",
		"Mozilla/5.0 (BB10; Touch) AppleWebKit/537.10+ (KHTML, like Gecko) Version/10.0.9.2372 Mobile Safari/537.10+",
		"Mozilla/5.0 (BlackBerry; U; BlackBerry 9900; en) AppleWebKit/534.11+ (KHTML, like Gecko) Version/7.1.0.346 Mobile Safari/534.11+",
		"Mozilla/5.0 (X11; U; Linux i686; en-US; rv:1.9.2) Gecko/20100115 Linux Mint/8 (Helena) Firefox/3.6",
		"Mozilla/5.0 (X11; Linux x86_64; rv:10.0) Gecko/20150101 Arch Linux Firefox/47.0",
		"Mozilla/5.0 (X11; U; Linux x86_64; de; rv:1.9.2) Gecko/20100130 Gentoo Firefox/3.6",
		"Mozilla/5.0 (X11; U; Linux i686; en-US; rv:1.9.0.2) Gecko/2008092313 Red Hat/3.0 Firefox/3.0.2",
	}
}

func newParser(t testing.TB, opts *uap.Options) *uap.Parser {
	t.Helper()
	p, err := uap.New(opts)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestParse(t *testing.T) {
	p := newParser(t, nil)
	for header, want := range map[string]uap.Agent{
		chromeOnGalaxy:  {"Chrome", "142.0.0", "Android", "14", "Samsung", "SM-S918B"},
		chromeOnWindows: {"Chrome", "142.0.0", "Windows", "10", "", ""},
		safariOnIPhone:  {"Safari", "26.0", "iOS", "18.7", "Apple", "iPhone"},
		safariOnMac:     {"Safari", "26.0", "macOS", "10.15.7", "Apple", "Mac"},
		"":              {},
		"no browser":    {},
	} {
		for range 2 { // parsed, then remembered
			if got, ok := p.Parse(header); !ok || got != want {
				t.Errorf("%q: got %+v, %v, want %+v", header, got, ok, want)
			}
		}
	}
}

// Reports have the same names as rules, which come from package useragent.
func TestNamesAreThoseOfRules(t *testing.T) {
	p := newParser(t, nil)
	for _, header := range []string{
		chromeOnWindows, chromeOnGalaxy, safariOnIPhone, safariOnMac, firefoxOnLinux, chromebook, explorer, samsung, facebook,
	} {
		got, _ := p.Parse(header)
		want := useragent.Classifier{}.Classify(header, nil)
		if got.Browser != want.Browser || got.OS != want.OS {
			t.Errorf("%q: got %q on %q, rules say %q on %q", header, got.Browser, got.OS, want.Browser, want.OS)
		}
	}
}

func TestSystemsAreThoseOfRules(t *testing.T) {
	p := newParser(t, nil)
	for _, header := range oddSystems() {
		got, _ := p.Parse(header)
		if want := (useragent.Classifier{}).Classify(header, nil).OS; got.OS != want || want == "" {
			t.Errorf("%q: got %q, rules say %q", header, got.OS, want)
		}
	}
}

func TestBudget(t *testing.T) {
	now := time.Unix(1_000_000, 0)
	p := newParser(t, &uap.Options{ParsesPerSecond: 2, Now: func() time.Time { return now }})
	parse := func(header string, want bool) {
		t.Helper()
		if got, ok := p.Parse(header); ok != want || !ok && got != (uap.Agent{}) {
			t.Errorf("%q: got %+v, %v, want %v", header, got, ok, want)
		}
	}
	parse("a", true)
	parse("b", true)
	parse("c", false)
	parse("a", true) // remembered
	now = now.Add(time.Second)
	parse("c", true)
	parse("d", true)
	parse("e", false)
}

func TestLongHeadersAreCut(t *testing.T) {
	p := newParser(t, &uap.Options{ParsesPerSecond: 1, Now: func() time.Time { return time.Unix(0, 0) }})
	long := chromeOnGalaxy + strings.Repeat(" Chrome/1 Safari/2 Mobile bot", 64<<10/29)
	whole, ok := p.Parse(long)
	if !ok || whole.OS != "Android" {
		t.Fatalf("got %+v, %v", whole, ok)
	}
	// Nothing after the cut was looked at: this one needs no second parse.
	if again, ok := p.Parse(long + " Firefox/3"); !ok || again != whole {
		t.Errorf("with another end: got %+v, %v", again, ok)
	}
}

func TestOptionsAreChecked(t *testing.T) {
	for field, opts := range map[string]*uap.Options{
		"CacheSize":       {CacheSize: -1},
		"ParsesPerSecond": {ParsesPerSecond: -1},
	} {
		var wrong *routing.FieldError
		if _, err := uap.New(opts); !errors.As(err, &wrong) || wrong.Field != field {
			t.Errorf("got %v, want it to name %s", err, field)
		}
	}
}

func TestConcurrentUseLeavesNoGoroutines(t *testing.T) {
	before := runtime.NumGoroutine()
	p := newParser(t, &uap.Options{CacheSize: 10, ParsesPerSecond: 1000})
	var parsing sync.WaitGroup
	for i := range 4 {
		parsing.Go(func() {
			for n := range 20 {
				p.Parse(fmt.Sprintf("%s %d", firefoxOnLinux, (n+i)%15))
			}
		})
	}
	parsing.Wait()
	deadline := time.Now().Add(time.Minute)
	for runtime.NumGoroutine() > before && time.Now().Before(deadline) {
		time.Sleep(time.Millisecond)
	}
	if after := runtime.NumGoroutine(); after > before {
		t.Errorf("%d goroutines, %d before", after, before)
	}
}

func FuzzParse(f *testing.F) {
	for _, header := range []string{chromeOnWindows, safariOnIPhone, facebook, "", "\xff\x00(;"} {
		f.Add(header)
	}
	p := newParser(f, &uap.Options{ParsesPerSecond: 1 << 30})
	f.Fuzz(func(t *testing.T, header string) {
		first, ok := p.Parse(header)
		again, okAgain := p.Parse(header)
		if !ok || !okAgain || first != again {
			t.Fatalf("%+v at first, then %+v", first, again)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	p := newParser(b, &uap.Options{ParsesPerSecond: 1 << 30})
	b.Run("remembered", func(b *testing.B) {
		p.Parse(chromeOnGalaxy)
		b.ReportAllocs()
		for b.Loop() {
			p.Parse(chromeOnGalaxy)
		}
		b.ReportMetric(0, "max-allocs/op")
	})
	b.Run("new", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			p.Parse(fmt.Sprintf("%s %d", chromeOnGalaxy, i))
		}
	})
	b.Run("beyond the budget", func(b *testing.B) {
		spent := newParser(b, &uap.Options{ParsesPerSecond: 1, Now: func() time.Time { return time.Time{} }})
		spent.Parse("something else")
		b.ReportAllocs()
		for b.Loop() {
			spent.Parse(chromeOnGalaxy)
		}
	})
}

func Example() {
	parser, err := uap.New(nil)
	if err != nil {
		log.Fatal(err)
	}
	agent, ok := parser.Parse(chromeOnGalaxy)
	if !ok {
		fmt.Println("too many new headers in this second: later")
		return
	}
	fmt.Println(agent.Browser, agent.OS, agent.OSVersion, agent.Brand, agent.Model)
	// Output: Chrome Android 14 Samsung SM-S918B
}
