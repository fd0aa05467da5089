package useragent

import "github.com/linkpack/linkpack-go/routing/useragent/internal/signal"

// browserNames are the names of the browsers but Safari, which depends on the
// system.
var browserNames = [...]string{
	signal.Dalvik:      "Dalvik",
	signal.Explorer:    "Internet Explorer",
	signal.Chrome:      "Chrome",
	signal.Firefox:     "Firefox",
	signal.Rekonq:      "Rekonq",
	signal.Midori:      "Midori",
	signal.Lynx:        "Lynx",
	signal.Thunderbird: "Thunderbird",
	signal.QQ:          "QQ Browser",
	signal.Miui:        "Miui Browser",
	signal.Huawei:      "Huawei Browser",
	signal.UCBrowser:   "UC Browser",
	signal.DuckDuckGo:  "DuckDuckGo",
	signal.Yandex:      "Yandex Browser",
	signal.Vivaldi:     "Vivaldi",
	signal.Opera:       "Opera",
	signal.Edge:        "Edge",
	signal.Samsung:     "Samsung Internet",
	signal.Google:      "Google",
	signal.Baidu:       "Baidu",
	signal.Naver:       "Naver",
	signal.Kakao:       "KakaoTalk",
	signal.Pinterest:   "Pinterest",
	signal.LinkedIn:    "LinkedIn",
	signal.Snapchat:    "Snapchat",
	signal.Line:        "LINE",
	signal.WeChat:      "WeChat",
	signal.TikTok:      "TikTok",
	signal.Viber:       "Viber",
	signal.Discord:     "Discord",
	signal.Slack:       "Slack",
	signal.Telegram:    "Telegram",
	signal.Reddit:      "Reddit",
	signal.Twitter:     "Twitter",
	signal.WhatsApp:    "WhatsApp",
	signal.Facebook:    "Facebook",
	signal.Messenger:   "Messenger",
	signal.Instagram:   "Instagram",
	signal.Threads:     "Threads",
}

// browserOf returns the browser's family. It is Safari on Apple's systems if
// nothing else is named; on other systems the word Safari means nothing.
func browserOf(s signal.Set) string {
	switch {
	case s.Browser() != signal.Safari:
		return browserNames[s.Browser()]
	case s.Has(signal.IPhone | signal.IPad | signal.Mac):
		return "Safari"
	case s.Has(signal.Android):
		return "Android Browser"
	default:
		return ""
	}
}
