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

func appsAndBrowsers() []string {
	return []string{
		chromeOnWindows, chromeOnGalaxy, safariOnIPhone, safariOnMac, firefoxOnLinux, chromebook, explorer, samsung, facebook,
		safariOnIPhone + " [LinkedInApp]/9.30.2100",
		chromeOnGalaxy + " MicroMessenger/8.0.50 NetType/WIFI Language/zh_CN",
		chromeOnGalaxy + " [Pinterest/Android]",
		chromeOnGalaxy + " WA4A/2.26.30.97",
		chromeOnGalaxy + " Barcelona 355.0.0.39.109 Android (34/14; 420dpi)",
		chromeOnGalaxy + " musical_ly_2023",
		chromeOnGalaxy + " YaBrowser/24.7.0.309.01",
		chromeOnGalaxy + " HuaweiBrowser/11.0.8.305",
		chromeOnGalaxy + " baiduboxapp/13.0",
		chromeOnGalaxy + " Silk/114.3.11",
		chromeOnGalaxy + " [FB_IAB/Orca-Android;FBAV/480.0.0.31.110;]",
		safariOnIPhone + " Snapchat/12.33.0.36",
		safariOnIPhone + " NAVER(inapp; search; 1010; 11.24.5; 12PRO)",
		safariOnIPhone + " KAKAOTALK 10.3.1",
		safariOnIPhone + " Safari Line/15.1.0",
		safariOnIPhone + " GSA/380.0.788317806",
		chromeOnWindows + " OPR/124.0.0.0",
		chromeOnWindows + " Vivaldi/7.0",
		"Dalvik/2.1.0 (Linux; U; Android 15; Pixel 9 Build/AP4A.250205.002)",
		"Mozilla/5.0 (X11; Linux; rv:2.0.1) Gecko/20100101 Firefox/4.0.1 Midori/0.4",
		"Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1; en) Opera 8.50",
		"Mozilla/5.0 (X11; Linux x86_64; rv:45.0) Gecko/20100101 Thunderbird/45.8.0 Lightning/4.7.8",
	}
}

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
		"Mozilla/5.0 (Linux; Android 10; HarmonyOS; FRL-TN00; HMSCore 6.3.0.327) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/92.0.4515.105 HuaweiBrowser/12.0.3.310 Mobile Safari/537.36",
		"UCWEB/2.0 (Windows; U; wds 8.10; de-DE; NOKIA; RM-978_1034) U2/1.0.0 UCBrowser/4.2.1.541 U2/1.0.0 Mobile",
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
	for header, want := range map[string]routing.AgentDetails{
		chromeOnGalaxy:  {Browser: "Chrome", BrowserVersion: "142.0.0", OS: "Android", OSVersion: "14", Brand: "Samsung", Model: "SM-S918B"},
		chromeOnWindows: {Browser: "Chrome", BrowserVersion: "142.0.0", OS: "Windows", OSVersion: "10"},
		safariOnIPhone:  {Browser: "Safari", BrowserVersion: "26.0", OS: "iOS", OSVersion: "18.7", Brand: "Apple", Model: "iPhone"},
		safariOnMac:     {Browser: "Safari", BrowserVersion: "26.0", OS: "macOS", OSVersion: "10.15.7", Brand: "Apple", Model: "Mac"},
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
	for _, header := range append(appsAndBrowsers(), oddSystems()...) {
		got, _ := p.Parse(header)
		want := useragent.Classifier{}.Classify(header, nil)
		if want.Browser != "" && got.Browser != want.Browser || got.OS != want.OS || want.OS == "" {
			t.Errorf("%q: got %q on %q, rules say %q on %q", header, got.Browser, got.OS, want.Browser, want.OS)
		}
	}
}

func TestWhatRulesDoNotNameHasTheNameOfUAParser(t *testing.T) {
	p := newParser(t, nil)
	for header, want := range map[string]string{
		"Mozilla/5.0 (compatible; Konqueror/4.1; Linux 2.6.27.7-134.fc10.x86_64; X11; x86_64) KHTML/4.1.3 (like Gecko)": "Konqueror",
		"SAMSUNG-SGH-T749/T749UVIF3 SHP/VPP/R5 NetFront/3.5 SMM-MMS/1.2.0 profile/MIDP-2.1":                             "NetFront",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/22G86":  "",
		"PodcastRepublic/18.0 (Linux; U; Android 8.0.0;OnePlus3T/OPR1.170623.032)":                                      "",
	} {
		if got, _ := p.Parse(header); got.Browser != want {
			t.Errorf("%q: got %q, want %q", header, got.Browser, want)
		}
	}
}

// A version belongs to the browser that is named.
func TestVersionsOfOtherBrowsersAreLeftOut(t *testing.T) {
	p := newParser(t, nil)
	for header, want := range map[string][2]string{
		chromeOnGalaxy + " WA4A/2.26.30.97":         {"WhatsApp", ""},
		chromeOnGalaxy + " MicroMessenger/8.0.50":   {"WeChat", ""},
		safariOnIPhone + " [LinkedInApp]/9.30.2100": {"LinkedIn", ""},
		facebook:                           {"Facebook", "531.0.0"},
		chromeOnWindows + " Edg/142.0.0.0": {"Edge", "142.0.0"},
	} {
		if got, _ := p.Parse(header); got.Browser != want[0] || got.BrowserVersion != want[1] {
			t.Errorf("%q: got %q %q, want %q", header, got.Browser, got.BrowserVersion, want)
		}
	}
}

func TestBudget(t *testing.T) {
	now := time.Unix(1_000_000, 0)
	p := newParser(t, &uap.Options{ParsesPerSecond: 2, Burst: 3, Now: func() time.Time { return now }})
	parse := func(header string, want bool) {
		t.Helper()
		if got, ok := p.Parse(header); ok != want || !ok && got != (routing.AgentDetails{}) {
			t.Errorf("%q: got %+v, %v, want %v", header, got, ok, want)
		}
	}
	parse("a", true)
	parse("b", true)
	parse("c", true)
	parse("d", false)
	parse("a", true) // remembered
	now = now.Add(time.Second)
	parse("d", true)
	parse("e", true)
	parse("f", false)
	now = now.Add(-time.Hour) // the clock was set
	parse("f", false)
	now = now.Add(time.Minute) // enough is saved up, and no more than that
	parse("f", true)
	parse("g", true)
	parse("h", true)
	parse("i", false)
}

// TestAPageOfManyHeaders parses as many new headers at once as a page has clicks.
func TestAPageOfManyHeaders(t *testing.T) {
	p := newParser(t, &uap.Options{Now: func() time.Time { return time.Unix(0, 0) }})
	for i := range 1000 {
		if got, ok := p.Parse(fmt.Sprintf("%s Chrome/%d", chromeOnGalaxy, i)); !ok || got.Model != "SM-S918B" {
			t.Fatalf("header %d: %+v, %v", i, got, ok)
		}
	}
	if _, ok := p.Parse("one more"); ok {
		t.Error("the limit is not kept")
	}
}

func TestLongHeadersAreCut(t *testing.T) {
	p := newParser(t, &uap.Options{Burst: 1, Now: func() time.Time { return time.Unix(0, 0) }})
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
		"Burst":           {Burst: -1},
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
	p := newParser(f, &uap.Options{ParsesPerSecond: 1 << 30, Burst: 1 << 30})
	f.Fuzz(func(t *testing.T, header string) {
		first, ok := p.Parse(header)
		again, okAgain := p.Parse(header)
		if !ok || !okAgain || first != again {
			t.Fatalf("%+v at first, then %+v", first, again)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	p := newParser(b, &uap.Options{ParsesPerSecond: 1 << 30, Burst: 1 << 30})
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
		spent := newParser(b, &uap.Options{Burst: 1, Now: func() time.Time { return time.Time{} }})
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
