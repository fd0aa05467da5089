package useragent_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/routing/useragent"
)

const (
	chromeOnTablet = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
	chromeOnLinux  = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
	television     = "Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.6099.270 Safari/537.36"
)

func hinted(mobile, platform, formFactors string) http.Header {
	h := http.Header{}
	for name, value := range map[string]string{
		"Sec-CH-UA-Mobile":       mobile,
		"Sec-CH-UA-Platform":     platform,
		"Sec-CH-UA-Form-Factors": formFactors,
	} {
		if value != "" {
			h.Set(name, value)
		}
	}
	return h
}

func TestHints(t *testing.T) {
	for _, tt := range []struct {
		name, agent                   string
		mobile, platform, formFactors string
		device                        routing.DeviceClass
		os                            string
	}{
		{"none", chromeOnWindows, "", "", "", routing.Desktop, "Windows"},
		{"that agree", chromeOnWindows, "?0", `"Windows"`, `"Desktop"`, routing.Desktop, "Windows"},
		{"phone that asks for the desktop site", chromeOnLinux, "?1", `"Android"`, "", routing.Mobile, "Android"},
		{"tablet that asks for the desktop site", chromeOnLinux, "?0", `"Android"`, "", routing.Tablet, "Android"},
		{"tablet that says mobile", chromeOnTablet, "?1", `"Android"`, "", routing.Tablet, "Android"},
		{"form factor of a tablet", safariOnIPhone, "?1", `"Android"`, `"Mobile", "Tablet"`, routing.Tablet, "Android"},
		{"form factor of a phone", chromeOnTablet, "?0", `"Android"`, `"Mobile"`, routing.Mobile, "Android"},
		{"form factor of a headset", chromeOnTablet, "?0", `"Android"`, `"Mobile", "XR"`, routing.Other, "Android"},
		{"form factor nobody knows", chromeOnTablet, "?0", `"Android"`, `"Mirror"`, routing.Tablet, "Android"},
		{"Chromebook", chromeOnLinux, "?0", `"Chromium OS"`, "", routing.Desktop, "ChromeOS"},
		{"television on Linux", television, "?0", `"Linux"`, "", routing.Other, "Linux"},
		{"platform nobody knows", chromeOnWindows, "?0", `"Unknown"`, "", routing.Desktop, "Windows"},
		{"malformed", chromeOnWindows, "1;?", `"`, `,,"Tab`, routing.Desktop, "Windows"},
		{"hidden behind a megabyte", chromeOnWindows, "", "", strings.Repeat(" ", 1<<20) + `"Watch"`, routing.Desktop, "Windows"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			header := hinted(tt.mobile, tt.platform, tt.formFactors)
			got := useragent.Classifier{}.Classify(tt.agent, header)
			if got.Device != tt.device || got.OS != tt.os {
				t.Errorf("got %v with %q, want %v with %q", got.Device, got.OS, tt.device, tt.os)
			}
			if got.Bot != routing.NotBot {
				t.Errorf("taken for a bot of kind %d", got.Bot)
			}
		})
	}
}

func TestHintsMakeNobodyHuman(t *testing.T) {
	header := hinted("?0", `"Windows"`, `"Desktop"`)
	if got := (useragent.Classifier{}).Classify(googlebot, header); got.Bot != routing.Crawler {
		t.Errorf("got kind %d", got.Bot)
	}
}

func TestClassifyWithHintsDoesNotAllocate(t *testing.T) {
	header := hinted("?1", `"Android"`, `"Mobile", "Tablet"`)
	if n := testing.AllocsPerRun(100, func() { useragent.Classifier{}.Classify(chromeOnLinux, header) }); n != 0 {
		t.Errorf("%.0f allocations", n)
	}
}

func BenchmarkClassifyWithHints(b *testing.B) {
	header := hinted("?1", `"Android"`, `"Mobile", "Tablet"`)
	b.ReportAllocs()
	for b.Loop() {
		useragent.Classifier{}.Classify(chromeOnLinux, header)
	}
	b.ReportMetric(0, "max-allocs/op")
}

func FuzzClassifyWithHints(f *testing.F) {
	f.Add(chromeOnLinux, "?1", `"Android"`, `"Tablet", "EInk"`)
	f.Add("", "?0", `"`, `,,`)
	f.Fuzz(func(t *testing.T, agent, mobile, platform, formFactors string) {
		got := useragent.Classifier{}.Classify(agent, hinted(mobile, platform, formFactors))
		if got.Device > routing.Other || got.Bot > routing.AIAgent {
			t.Fatalf("no such class: %+v", got)
		}
	})
}
