package signal

import "github.com/linkpack/linkpack-go/routing/useragent/internal/automaton"

// Browser is a browser, or an app that opens links in its own browser. Of those
// that a header names, the last one here counts: nearly all name Safari, most name
// Chrome, and apps also name the browser that they embed.
type Browser uint8

// The browsers.
const (
	NoBrowser Browser = iota
	Dalvik            // the network library of Android's apps
	Safari
	Explorer
	Chrome
	Firefox
	Rekonq
	Midori
	Lynx
	Thunderbird
	QQ
	Miui
	Huawei
	UCBrowser
	DuckDuckGo
	Yandex
	Vivaldi
	Opera
	Edge
	Samsung
	Google
	Baidu
	Naver
	Kakao
	Pinterest
	LinkedIn
	Snapchat
	Line
	WeChat
	TikTok
	Viber
	Discord
	Slack
	Telegram
	Reddit
	Twitter
	WhatsApp
	Facebook
	Messenger
	Instagram
	Threads
)

// Set returns the set with the browser alone.
func (b Browser) Set() Set { return Set(b) << automaton.RankShift }

// Browser returns the browser that counts, or NoBrowser.
func (s Set) Browser() Browser { return Browser(s >> automaton.RankShift) }
