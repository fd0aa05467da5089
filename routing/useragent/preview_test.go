package useragent_test

import (
	"testing"

	"github.com/linkpack/linkpack-go/routing"
)

func TestFetchersOfCardsArePreviews(t *testing.T) {
	for _, header := range []string{
		"Synapse (bot; +https://github.com/matrix-org/synapse)",
		"WhatsApp",
		"WhatsApp/2.24.6.77 A",
		"Iframely/1.3.1 (+https://iframely.com/docs/about) Atlassian",
		"Mattermost-Bot/1.1",
		"Discourse Forum Onebox v3.3.0.beta1-dev",
		"Mastodon/4.3.0 (http.rb/5.2.0; +https://mastodon.example/)",
		"Lemmy/0.19.8; +https://lemmy.example",
		"Chatwork LinkPreview v1",
		"Notion/1.0 (https://notion.so; team@makenotion.com)",
		"Tumblr/14.0.835.186",
		"Valve/Steam HTTP Client 1.0 (SteamChatURLLookup)",
		"ClickUpLinkUnfurler/1.0 (+https://clickup.com)",
		"Mozilla/5.0 (compatible; Bluesky Cardyb/1.1; +mailto:support@bsky.app)",
		"facebookexternalhit/1.1; kakaotalk-scrap/1.0; +https://devtalk.kakao.com/t/scrap/33984",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_12_5) AppleWebKit/537.36 (KHTML, like Gecko) WhatsApp/0.2.4239 Chrome/53.0.2785.143 Electron/1.4.12 Safari/537.36",
		"Mozilla/5.0 (compatible; Goodreads; +https://www.goodreads.com)",
		"SteamChatImageProxy",
		"hey.com/imageproxy Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/134.0.0.0 Safari/537.36",
		// These have the headers of phones and computers.
		"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Mobile Safari/537.36 GoogleMessages/20.1",
		"Mozilla/5.0 (Linux; U; Android 2.3.4; generic) AppleWebKit/537.36 (KHTML, like Gecko; Google Web Preview) Version/4.0 Mobile Safari/537.36",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 7_0 like Mac OS X) AppleWebKit/537.51.1 (KHTML, like Gecko) Version/7.0 Mobile/11A465 Safari/9537.53 BingPreview/1.0b",
		"Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5",
		onAndroid + "Chrome/142.0.0.0 Mobile Safari/537.36 MicrosoftPreview/2.0",
		onAndroid + "Chrome/142.0.0.0 Mobile Safari/537.36 ExampleChat LinkPreview/3.1",
		onIPhone + "Version/26.0 Mobile/15E148 Safari/604.1 (compatible; SnapURLPreview/1.0; +https://www.snapchat.com)",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0",
	} {
		if got := classify(header).Bot; got != routing.Preview {
			t.Errorf("got kind %d: %s", got, header)
		}
	}
}

func TestWhatFetchesForOtherReasonsIsNoPreview(t *testing.T) {
	for header, want := range map[string]routing.Bot{
		googlebot: routing.Crawler,
		"Mozilla/5.0 (compatible; Linespider/1.1; +https://lin.ee/4dwXkTH)":                      routing.Crawler,
		"meta-webindexer/1.1 (+https://developers.facebook.com/docs/sharing/webmasters/crawler)": routing.Crawler,
		"Mozilla/5.0 (compatible; NewShareCounts.com/1.0; +http://newsharecounts.com/crawler)":   routing.Crawler,
		"AASA-Bot/1.0.0":                       routing.Crawler,
		"bluesky-domain-status-classifier/1.0": routing.Crawler,
		"Hatena::Russia::Crawler/0.01":         routing.Crawler,
		"meta-externalagent/1.1 (+https://developers.facebook.com/docs/sharing/webmasters/crawler)":                                             routing.AIAgent,
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/132.0.0.0 Safari/537.36; Manus-User/1.0": routing.AIAgent,
		"Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; KimiBot/1.0; +https://www.kimi.com/policies/kimi-crawlers":             routing.AIAgent,
		"Mozilla/5.0 (Linux; Android 10; Cloud Mobile Stratus C7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Mobile Safari/537.36": routing.NotBot,
		"Mozilla/5.0 (Linux; Android 9; Cloudfone Link Preview) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Mobile Safari/537.36":   routing.NotBot,
		onAndroid + "Version/4.0 Chrome/128.0.0.0 Mobile Safari/537.36 Viber/23.2.0.5":                                                          routing.NotBot,
	} {
		if got := classify(header).Bot; got != want {
			t.Errorf("got kind %d, want %d: %s", got, want, header)
		}
	}
}
