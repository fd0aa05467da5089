package useragent_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/routing/useragent"
)

var _ routing.Classifier = useragent.Classifier{}

func classify(header string) routing.Agent { return useragent.Classifier{}.Classify(header, nil) }

func TestDeviceAndSystem(t *testing.T) {
	for _, tt := range []struct {
		name, header string
		device       routing.DeviceClass
		os           string
	}{
		{"Chrome on Windows", chromeOnWindows, routing.Desktop, "Windows"},
		{"Safari on a Mac", "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15", routing.Desktop, "macOS"},
		{"Windows of 32 bits", "Mozilla/5.0 (Windows NT 10.0; 32bit) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Safari/537.36", routing.Desktop, "Windows"},
		{"Firefox on Linux", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", routing.Desktop, "Linux"},
		{"Chromebook", "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36", routing.Desktop, "ChromeOS"},
		{"Safari on an iPhone", safariOnIPhone, routing.Mobile, "iOS"},
		{"Safari on an iPad that says so", "Mozilla/5.0 (iPad; CPU OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1", routing.Tablet, "iOS"},
		{"Chrome on an Android phone", "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36", routing.Mobile, "Android"},
		{"Samsung phone that does not say Mobile", "Mozilla/5.0 (Linux; Android 4.4.2; SM-G920I Build/KOT49H) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/36.0.1985.135 Safari/537.36", routing.Mobile, "Android"},
		{"Chrome on an Android tablet", "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36", routing.Tablet, "Android"},
		{"Android tablet that says Mobile", "Mozilla/5.0 (Linux; Android 8.1.0; Lenco CoolTab-72) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/81.0.4044.111 Mobile Safari/537.36", routing.Tablet, "Android"},
		{"tablet of a series, that says Mobile", "Mozilla/5.0 (Linux; Android 10; TB-X505X) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/91.0.4472.101 Mobile Safari/537.36", routing.Tablet, "Android"},
		{"Huawei without a telephone", "Mozilla/5.0 (Linux; Android 10; AGS3-W09) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/99.0.4844.88 Mobile Safari/537.36", routing.Tablet, "Android"},
		{"Android's app on a Chromebook", "Mozilla/5.0 (Linux; Android 9; HP Chromebook 14 Build/R99-14469.41.0; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/98.0.4758.101 Safari/537.36", routing.Desktop, "Android"},
		{"phone called Riviera", "Mozilla/5.0 (Linux; Android 6.0; RIVIERA U963) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/84.0.4147.111 Mobile Safari/537.36", routing.Mobile, "Android"},
		{"phone called Quest 530", "Mozilla/5.0 (Linux; Android 4.4.2; Quest 530) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/81.0.4044.138 Mobile Safari/537.36", routing.Mobile, "Android"},
		{"link opened in Viber", "Mozilla/5.0 (Linux; Android 14; SM-G960F; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/128.0.0.0 Mobile Safari/537.36 Viber/23.2.0.5", routing.Mobile, "Android"},
		{"app on Android", "Dalvik/2.1.0 (Linux; U; Android 15; Pixel 9 Build/AP4A.250205.002)", routing.Mobile, "Android"},
		{"pen computer with Windows", "Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; Trident/4.0; Tablet PC 2.0)", routing.Desktop, "Windows"},
		{"Windows phone", "Mozilla/5.0 (Windows Phone 10.0; Android 6.0.1; Microsoft; Lumia 950) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/52.0.2743.116 Mobile Safari/537.36 Edge/15.15254", routing.Mobile, "Windows Phone"},
		{"television of LG", "Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.6099.270 Safari/537.36 WebAppManager", routing.Other, "webOS"},
		{"television named by its size", "Mozilla/5.0 (Linux; Android 9; 55LEX-8162/UTS2C Build/PTT1.190222.001) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/69.0.3497.91 Safari/537.36", routing.Other, "Android"},
		{"Apple's box", "AppleCoreMedia/1.0.0.22K557 (AppleTV14,1; U; CPU OS 18_1 like Mac OS X; en_us)", routing.Other, ""},
		{"Apple's watch", "AppleCoreMedia/1.0.0.18R590 (Apple Watch; U; CPU OS 7_1 like Mac OS X; it_it)", routing.Other, ""},
		{"PlayStation", "Mozilla/5.0 (PlayStation; PlayStation 5/9.00) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Safari/605.1.15", routing.Other, ""},
		{"Amazon's stick", "Mozilla/5.0 (Linux; Android 9; AFTMM Build/NS6297) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/70.0.3538.110 Mobile Safari/537.36", routing.Other, "Android"},
		{"app on a Mac with Intel", "Papers/2.2.19 CFNetwork/902.3.1 Darwin/17.7.0 (x86_64)", routing.Desktop, "macOS"},
		{"app for children on an iPhone", "Messenger Kids/250.0 (iPhone14,5; iOS 17.5; Scale/3.00)", routing.Mobile, "iOS"},
		{"app for television on an iPad", "ZattooTV/3.1 (iPad13,8; iOS 17.5; Scale/2.00)", routing.Tablet, "iOS"},
		{"app on an iPhone", "Podcasts/1575.1.2 CFNetwork/1331.0.7 Darwin/21.4.0", routing.Mobile, "iOS"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := classify(tt.header)
			if got.Device != tt.device || got.OS != tt.os {
				t.Errorf("got %v with %q, want %v with %q", got.Device, got.OS, tt.device, tt.os)
			}
			if got.Bot != routing.NotBot {
				t.Errorf("taken for a bot of kind %d", got.Bot)
			}
		})
	}
}

func TestBots(t *testing.T) {
	for _, tt := range []struct {
		name, header string
		want         routing.Bot
	}{
		{"crawler by name", googlebot, routing.Crawler},
		{"crawler that plays a phone", "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", routing.Crawler},
		{"unknown crawler with an address", "Mozilla/5.0 (compatible; cl0q/1.0; +https://cl0q.example/about)", routing.Crawler},
		{"HTTP library", "python-requests/2.32.3", routing.Crawler},
		{"command line", "curl/8.15.0", routing.Crawler},
		{"browser without a head", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/142.0.0.0 Safari/537.36", routing.Crawler},
		{"monitor", "Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)", routing.Crawler},
		{"name alone", "Nimbus/3.1", routing.Crawler},
		{"Facebook's preview", "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", routing.Preview},
		{"Slack's preview", "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", routing.Preview},
		{"WhatsApp's preview", "WhatsApp/2.23.20.0", routing.Preview},
		{"Viber's preview", "Viber/13.3.0.5", routing.Preview},
		{"agent of a language model", "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; ChatGPT-User/1.0; +https://openai.com/bot", routing.AIAgent},
		{"crawler of a language model", "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ClaudeBot/1.0; +claudebot@anthropic.com)", routing.AIAgent},
		{"phone of the make Cubot", "Mozilla/5.0 (Linux; Android 8.1.0; CUBOT_X18) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/74.0.3729.157 Mobile Safari/537.36", routing.NotBot},
		{"phone called Discovery", "Mozilla/5.0 (Linux; Android 5.0; Discovery Elite) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/75.0.3770.101 Mobile Safari/537.36", routing.NotBot},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := classify(tt.header).Bot; got != tt.want {
				t.Errorf("got kind %d, want %d", got, tt.want)
			}
		})
	}
}

func TestCaseDoesNotMatter(t *testing.T) {
	for name, header := range headers {
		if got, want := classify(strings.ToUpper(header)), classify(header); got != want {
			t.Errorf("%s: %+v in capitals, %+v as sent", name, got, want)
		}
	}
}

func TestARequestWithoutAUserAgentIsABot(t *testing.T) {
	for name, header := range map[string]http.Header{
		"no headers":     {},
		"other headers":  {"Accept-Language": {"de"}},
		"hints":          hinted("?1", `"Android"`, `"Mobile"`),
		"an empty value": {"User-Agent": {""}},
	} {
		if got := (useragent.Classifier{}).Classify("", header).Bot; got != routing.Crawler {
			t.Errorf("%s: got kind %d", name, got)
		}
	}
	if got := classify(""); got != (routing.Agent{}) {
		t.Errorf("of a visit without known headers: got %+v", got)
	}
}

func FuzzClassify(f *testing.F) {
	for _, header := range headers {
		f.Add(header[:min(len(header), 2048)])
	}
	f.Add("\x00\xff(;/) bot")
	f.Add("a) (Android; bot (x) [FBAN/FB4A;@x.yz] http://")
	f.Fuzz(func(t *testing.T, header string) {
		got := classify(header)
		if got.Device > routing.Other || got.Bot > routing.AIAgent {
			t.Fatalf("no such class: %+v", got)
		}
		if header != "" && got.Device == routing.UnknownDevice && got.Bot == routing.NotBot {
			t.Fatalf("neither a device nor a bot: %+v", got)
		}
	})
}
