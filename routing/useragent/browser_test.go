package useragent_test

import "testing"

func TestBrowser(t *testing.T) {
	const (
		android = "Mozilla/5.0 (Linux; Android 14; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) "
		windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
		iphone  = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
	)
	for want, header := range map[string]string{
		"Chrome":            chromeOnWindows,
		"Safari":            safariOnIPhone,
		"Edge":              windows + "Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
		"Opera":             windows + "Chrome/142.0.0.0 Safari/537.36 OPR/124.0.0.0",
		"Firefox":           "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
		"Samsung Internet":  android + "SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
		"Yandex Browser":    android + "Chrome/126.0.6478.309 YaBrowser/24.7.0.309.01 Mobile Safari/537.36",
		"Internet Explorer": "Mozilla/5.0 (Windows NT 6.1; Trident/7.0; rv:11.0) like Gecko",
		"Android Browser":   "Mozilla/5.0 (Linux; U; Android 4.0.4; fr-fr; HTC) AppleWebKit/534.30 (KHTML, like Gecko) Version/4.0 Mobile Safari/534.30",
		"Facebook":          iphone + "Mobile/22G86 [FBAN/FBIOS;FBAV/531.0.0.38.105;FBBV/788]",
		"Instagram":         iphone + "Mobile/22G86 Instagram 400.0.0.29.71 (iPhone15,2; iOS 18_6)",
		"TikTok":            android + "Version/4.0 Chrome/130.0.0.0 Mobile Safari/537.36 musical_ly_2023",
		"LINE":              iphone + "Mobile/22G86 Safari Line/15.1.0",
		"":                  iphone + "Mobile/22G86",
	} {
		if got := classify(header).Browser; got != want {
			t.Errorf("%q is %q, want %q", header, got, want)
		}
	}
}
