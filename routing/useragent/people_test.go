package useragent_test

import (
	"testing"

	"github.com/linkpack/linkpack-go/routing"
)

const (
	onWindows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
	onAndroid = "Mozilla/5.0 (Linux; Android 14; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) "
	onIPhone  = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
	onDesktop = "Mozilla/5.0 (compatible; MSIE 8.0; Windows NT 6.1; Trident/4.0; "
)

// Models, locales, networks and extensions of browsers have any words.
func TestWordsOfBotsInNamesMakeNoBot(t *testing.T) {
	for name, header := range map[string]string{
		"a calendar in the locale":        onIPhone + "Mobile/22G86 Instagram 400.0.0.29.71 (iPhone15,2; iOS 18_6; en_IR@calendar=gregorian; en-IR; scale=3.00; 1179x2556; 789)",
		"a calendar on Android":           onAndroid + "Version/4.0 Chrome/142.0.0.0 Mobile Safari/537.36 Instagram 400.0.0.29.71 Android (34/14; 450dpi; 1080x2340; samsung; SM-S918B; dm3q; qcom; fa_IR@calendar=persian; 789)",
		"digits in the locale":            onIPhone + "Mobile/22G86 [FBAN/FBIOS;FBAV/531.0.0.38.105;FBLC/ar_SA@numbers=latn;FBOP/5]",
		"a currency in the locale":        onIPhone + "Mobile/22G86 Snapchat/13.0.0.40 (like Safari/604.1, panda) de_DE@currency=EUR",
		"a locale without a model":        "Twitter/10.20 (iPhone; iOS 17.5; th_TH@calendar=buddhist)",
		"a network with an at":            onIPhone + "Mobile/22G86 [FBAN/FBIOS;FBCR/Dial@Home;FBDV/iPhone15,2]",
		"an app and its version":          onAndroid + "Chrome/101.0.0.0 Mobile Safari/537.36 (Ecosia android@101.0.4951.41)",
		"a phone called Bot":              "Mozilla/5.0 (Linux; Android 7.0; M bot 60 Build/NRD90M) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/58.0.3029.83 Mobile Safari/537.36",
		"a phone called Spider":           "Mozilla/5.0 (Linux; Android 9; Spider X1 Build/PPR1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/90.0.4430.91 Mobile Safari/537.36",
		"a phone called Robot, in an app": "[FBAN/FB4A;FBAV/567.0.0.1;FBPN/com.facebook.katana;FBMF/ROBOT;FBDV/Crawler 2;FBSV/13]",
		"a phone called Phantom":          "Mozilla/5.0 (Linux; Android 6.0; TECNO PHANTOM6-Plus) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/90.0.4430.91 Mobile Safari/537.36",
		"a toolkit of Internet Explorer":  "Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; Trident/4.0; Embedded Web Browser from: http://bsalsa.com/; .NET CLR 2.0.50727)",
		"a site of Internet Explorer":     "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1; http://www.Abolimba.de)",
		"a loader in Internet Explorer":   onDesktop + "QQDownload 590)",
		"a bar in Internet Explorer":      onDesktop + "SearchToolbar 1.2; URLSearch)",
		"protocols of a phone":            "CAT-B100 MIDP-2.0/CLDC-1.1 Release/31.12.2010 Browser/Opera (HTTPS) Profile/MIDP-2.0",
		"a process called tools":          onAndroid + "Version/4.0 Chrome/116.0.0.0 Mobile Safari/537.36 MicroMessenger/7.0.1380(0x2700003A) Process/tools NetType/WIFI",
	} {
		if got := classify(header); got.Bot != routing.NotBot {
			t.Errorf("%s: got kind %d: %s", name, got.Bot, header)
		}
	}
}

func TestBotsWithTheHeaderOfAPhoneStayBots(t *testing.T) {
	const nexus = "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36 "
	for name, header := range map[string]string{
		"its site":             nexus + "(compatible; cl0q/1.0; +https://cl0q.example/about)",
		"a site without plus":  nexus + "(compatible; cl0q/1.0; https://cl0q.example/about)",
		"its mail":             nexus + "cl0q/1.0 (ops@cl0q.example)",
		"compatible alone":     nexus + "(compatible; Google-AMPHTML)",
		"among the model":      "Mozilla/5.0 (Linux; Android 8.0; Pixel 2 Build/OPD3.170816.012; Storebot-Google/1.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/81.0.4044.138 Mobile Safari/537.36",
		"name among the model": "Mozilla/5.0 (Linux; Android 4.1.1; Nexus 7 Build/JRO03D; Catchpoint) AppleWebKit/535.19 (KHTML, like Gecko) Chrome/18.0.1025.166 Safari/535.19",
		"site among the model": "Mozilla/5.0 (iPhone; Y!J-BRY/YATSH crawler; http://help.yahoo.co.jp/help/jp/search/indexing/indexing-15.html)",
		"a mail on a desktop":  onWindows + "Chrome/142.0.0.0 Safari/537.36 research@cl0q.example",
		"checker of links":     "Mozilla/5.0 (compatible; MSIE 10.0; Windows NT 6.1; Trident/6.0) LinkCheck by Siteimprove",
		"explorer with plus":   "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1; +http://cl0q.example)",
	} {
		if got := classify(header); got.Bot != routing.Crawler {
			t.Errorf("%s: got kind %d: %s", name, got.Bot, header)
		}
	}
}

// The lists of bots name these, too.
func TestProgramsOfPeopleAreNoBots(t *testing.T) {
	for _, header := range []string{
		"Mozilla/5.0 (X11; Linux x86_64; rv:45.0) Gecko/20100101 Thunderbird/45.8.0 Lightning/4.7.8",
		"Mozilla/5.0 (Windows NT 10.0; WOW64; rv:68.0) Gecko/20100101 Thunderbird/68.10.0",
		"Thunderbird/115.3.1",
		"Lynx/2.8.9rel.1 libwww-FM/2.14 SSL-MM/1.4.1 OpenSSL/1.1.1d",
		"Links (2.7; CYGWIN_NT-5.1 1.7.25(0.270/5/3) i686; GNU C 4.8.2; text)",
		"ELinks/0.12~pre6-1ubuntu1 (textmode; Ubuntu; Linux 3.2.0 x86_64)",
		"w3m/0.5.3+git20210102",
		"Dillo/3.0.5",
		"NetSurf/3.10 (Linux)",
		"Opera 9.6",
		"MAXX_MAUI WAP Browser",
		"Mozilla/4.08 (N905imyu_W;FOMA;c500;TB)",
		"Mozilla/5.0 (F02B;FOMA;like Gecko)",
		"SoftBank/1.0/821SC/SCJ001/SN000000000000000 Flash/Flash-Lite/2.0",
		"Mozilla/4.0 (compatible; MSIE 6.0; KDDI-CA3B) Opera 8.60 [ja]",
		"Mozilla/4.0 (jig browser9i 1.5.0; F10B; 2004)",
		"emobile/1.0.0 (H11T; like Gecko; Wireless) NetFront/3.4",
		"Huawei/1.0/H12HW/B000 Browser/Obigo-Browser/Q04A",
		"Maui Browser",
		"FLY_E141TV_PLUS/ WAP Browser/MAUI(HTTP PGDL;HTTPS)Profile/Q03C1-2.40 ru-RU",
		"TIANQIN61M_11C_HW (MRE/3.1.00(64);MAUI/_Maxvi_X800;BDATE/2017/06/09;WAP Browser/MAUI ();GMOBI/001)",
		"SAGETEL60A_6464_11B_HW (MRE/3.1.00(1280);MAUI/_X2805;WAP Browser/MAUI (HTTP PGDL;HTTPS);GMOBI/001)",
		onWindows + "Code/1.115.0 Chrome/142.0.7444.265 Electron/39.8.5 Safari/537.36",
		onWindows + "Notion/4.2.1 Chrome/130.0.0.0 Electron/33.0.0 Safari/537.36",
		"Mozilla/5.0 (Macintosh; U; Intel Mac OS X 10_5_6; en-us) AppleWebKit/528.16 (KHTML, like Gecko) Fluid/0.9.6 Safari/528.16",
		onAndroid + "Version/4.0 Chrome/146.0.7680.174 Mobile Safari/537.36 MetaIAB Facebook",
		"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) coc_coc_browser/80.0.186 Chrome/74.0.3729.186 Safari/537.36",
	} {
		if got := classify(header); got.Bot != routing.NotBot || got.Device == routing.UnknownDevice {
			t.Errorf("got kind %d on %v: %s", got.Bot, got.Device, header)
		}
	}
}

func TestSystemOfAnApp(t *testing.T) {
	for header, want := range map[string]string{
		"[FBAN/FB4A;FBAV/567;FBPN/com.facebook.katana;FBDV/SM-S921B]":                 "Android",
		"[FBAN/Orca-Android;FBAV/500;FBPN/com.facebook.orca;FBDV/Pixel 9]":            "Android",
		"[FBAN/EMA;FBLC/en_US;FBAV/297.0.0.13.113;FBDV/Infinity H60]":                 "Android",
		"[FBAN/FBIOS;FBAV/531.0.0.38.105;FBMD/phone;FBLC/de_DE]":                      "iOS",
		"[FBAN/MessengerForiOS;FBAV/132.0.0.41.90;FBLC/de_DE]":                        "iOS",
		"Orders/4.1 (com.example.orders; build:12; iOS 17.0.0) Alamofire/5.9.0":       "iOS",
		"Outlook-iOS/711.2720781.prod.iphone (4.2440.0)":                              "iOS",
		"Instagram 400.0.0.29.71 Android (34/14; 450dpi; 1080x2340; samsung; dm3q)":   "Android",
		"UCWEB/2.0 (Windows; U; wds 8.10; de-DE; NOKIA; RM-978_1034) UCBrowser/4.2.1": "Windows Phone",
	} {
		got := classify(header)
		if got.OS != want || got.Device != routing.Mobile || got.Bot != routing.NotBot {
			t.Errorf("got %v with %q, kind %d: %s", got.Device, got.OS, got.Bot, header)
		}
	}
}
