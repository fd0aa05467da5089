package routing

import (
	"slices"
	"strings"

	"github.com/agext/levenshtein"
)

// systemNames are the systems that package useragent names. A test compares them.
func systemNames() []string {
	return []string{
		"Android", "BlackBerry", "ChromeOS", "HarmonyOS", "iOS", "KaiOS", "Linux", "macOS", "Tizen", "webOS", "Windows", "Windows Phone",
	}
}

// browserNames are the browsers and apps that package useragent names.
func browserNames() []string {
	return []string{
		"Android Browser", "Baidu", "Chrome", "Dalvik", "Discord", "DuckDuckGo", "Edge", "Facebook", "Firefox", "Google", "Huawei Browser",
		"Instagram", "Internet Explorer", "KakaoTalk", "LINE", "LinkedIn", "Lynx", "Messenger", "Midori", "Miui Browser", "Naver", "Opera",
		"Pinterest", "QQ Browser", "Reddit", "Rekonq", "Safari", "Samsung Internet", "Slack", "Snapchat", "Telegram", "Threads", "Thunderbird",
		"TikTok", "Twitter", "UC Browser", "Viber", "Vivaldi", "WeChat", "WhatsApp", "Yandex Browser",
	}
}

// alsoCalled returns the usual name of what people call otherwise, or "". other has
// lower-case letters only.
func alsoCalled(other string) string {
	switch other {
	case "ie", "msie", "trident":
		return "Internet Explorer"
	case "googlechrome", "crios", "chromium":
		return "Chrome"
	case "mac", "osx", "macintosh", "darwin":
		return "macOS"
	case "iphone", "ipad", "ipados", "iphoneos", "ipod":
		return "iOS"
	case "ubuntu", "debian", "fedora", "unix":
		return "Linux"
	case "win":
		return "Windows"
	default:
		return ""
	}
}

// nearest returns the name that a word most likely stands for, or "".
func nearest(word string, names []string) (found string) {
	word = letters(word)
	if name := alsoCalled(word); slices.Contains(names, name) || word == "" {
		return name
	}
	longest := 0
	for _, name := range names {
		switch own := letters(name); {
		case own == word:
			return name
		case len(word) < 3:
		case len(own) > longest && (strings.Contains(word, own) || strings.Contains(own, word)):
			found, longest = name, len(own)
		}
	}
	for _, name := range names {
		if found == "" && len(word) > 4 && levenshtein.Distance(word, letters(name), nil) <= 2 {
			found = name
		}
	}
	return found
}

// letters returns the letters of a word in lower case, without versions and spaces.
func letters(word string) string {
	return strings.Map(func(r rune) rune {
		if r < 'a' || r > 'z' {
			return -1
		}
		return r
	}, strings.ToLower(word))
}
