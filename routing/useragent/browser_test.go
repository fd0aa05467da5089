package useragent_test

import (
	"testing"

	"github.com/linkpack/linkpack-go/routing"
)

func TestBrowser(t *testing.T) {
	const android, windows, iphone = onAndroid, onWindows, onIPhone
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

func TestBrowserOfAnApp(t *testing.T) {
	const webView = onAndroid + "Version/4.0 Chrome/142.0.0.0 Mobile Safari/537.36"
	for header, want := range map[string]string{
		webView + " WA4A/2.26.30.97": "WhatsApp",
		onAndroid + "Chrome/141.0.7390.124 Mobile Safari/537.36 [WA4A/2.25.32.75;]":                           "WhatsApp",
		onIPhone + "Version/26.0.1 Mobile/15E148 Safari/604.1 [WAiOS/2.25.31]":                                "WhatsApp",
		webView + " [FB_IAB/Orca-Android;FBAV/480.0.0.31.110;]":                                               "Messenger",
		onIPhone + "Mobile/14G60 [FBAN/MessengerForiOS;FBAV/132.0.0.41.90;]":                                  "Messenger",
		webView + " MetaIAB Facebook":                                                                         "Facebook",
		webView + " Barcelona 355.0.0.39.109 Android (34/14; 420dpi)":                                         "Threads",
		webView + " TwitterAndroid/10.34":                                                                     "Twitter",
		onIPhone + "Mobile/15E148 Twitter for iPhone/10.20":                                                   "Twitter",
		webView + " trill_2023 JsSdk/1.0":                                                                     "TikTok",
		webView + " Viber/23.2.0.5":                                                                           "Viber",
		onIPhone + "Mobile/15E148 KAKAOTALK 10.3.1":                                                           "KakaoTalk",
		onIPhone + "Version/16.5 Mobile/15E148 Safari/605.1 NAVER(inapp; search; 1010; 11.24.5; 12PRO)":       "Naver",
		onIPhone + "GSA/380.0.788317806 Mobile/15E148 Safari/604.1":                                           "Google",
		onIPhone + "Mobile/15E148 Snapchat/12.33.0.36 (like Safari/8614.1.25.0.31, panda)":                    "Snapchat",
		onIPhone + "Mobile/15E148 [LinkedInApp]/9.30.2100":                                                    "LinkedIn",
		webView + " [Pinterest/Android]":                                                                      "Pinterest",
		webView + " Telegram-Android/11.4.2 (Samsung SM-S918B; Android 14; SDK 34; HIGH)":                     "Telegram",
		onWindows + "discord/1.0.9165 Chrome/128.0.6613.186 Electron/32.2.2 Safari/537.36":                    "Discord",
		"Dalvik/2.1.0 (Linux; U; Android 15; Pixel 9 Build/AP4A.250205.002)":                                  "Dalvik",
		"Mozilla/5.0 (X11; Linux; rv:2.0.1) Gecko/20100101 Firefox/4.0.1 Midori/0.4":                          "Midori",
		"Mozilla/5.0 (X11; U; Linux x86_64; en-us) AppleWebKit/533.3 (KHTML, like Gecko) rekonq Safari/533.3": "Rekonq",
		"Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1; en) Opera 8.50":                                   "Opera",
		"Mozilla/5.0 (Windows NT 5.1; U; en; rv:1.8.1) Gecko/20061208 Firefox/2.0.0 Opera 9.50":               "Opera",
		"Opera/9.60 (Windows NT 5.1; U; en) Presto/2.1.1":                                                     "Opera",
	} {
		if got := classify(header); got.Browser != want || got.Bot != routing.NotBot {
			t.Errorf("got %q, kind %d, want %q: %s", got.Browser, got.Bot, want, header)
		}
	}
}
