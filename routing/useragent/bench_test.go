package useragent_test

import (
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/routing/useragent"
)

const (
	chromeOnWindows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
	safariOnIPhone  = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1"
	facebookApp     = "Mozilla/5.0 (Linux; Android 11; Hisense Infinity H60 5G Build/RP1A.200720.011; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/94.0.4606.85 Mobile Safari/537.36[FBAN/EMA;FBLC/en_US;FBAV/297.0.0.13.113;]"
	googlebot       = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
)

// headers are common and costly ones.
var headers = map[string]string{
	"chrome on windows":   chromeOnWindows,
	"safari on iphone":    safariOnIPhone,
	"facebook app":        facebookApp,
	"googlebot":           googlebot,
	"64 KB of browser":    strings.Repeat(chromeOnWindows, 64<<10/len(chromeOnWindows)),
	"64 KB of near words": strings.Repeat("googlebo crawle spide headles androi iphon tablec ", 64<<10/50),
	"64 KB of one byte":   strings.Repeat("a", 64<<10),
	"64 KB of no text":    strings.Repeat("\xff\x00", 32<<10),
}

func BenchmarkClassify(b *testing.B) {
	for name, header := range headers {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				useragent.Classifier{}.Classify(header, nil)
			}
			b.ReportMetric(0, "max-allocs/op")
		})
	}
}

func TestClassifyDoesNotAllocate(t *testing.T) {
	for name, header := range headers {
		n := testing.AllocsPerRun(100, func() { useragent.Classifier{}.Classify(header, nil) })
		if n != 0 {
			t.Errorf("%s: %.0f allocations", name, n)
		}
	}
}
