package useragent

import "github.com/linkpack/linkpack-go/routing/useragent/internal/signal"

// browsers are checked in this order: apps, which also name the browser they
// embed; browsers that also name Chrome; Chrome; and at last Safari, which nearly
// all name.
var browsers = [...]struct {
	signal signal.Set
	name   string
}{
	{signal.Instagram, "Instagram"},
	{signal.Facebook, "Facebook"},
	{signal.TikTok, "TikTok"},
	{signal.WeChat, "WeChat"},
	{signal.Line, "LINE"},
	{signal.Snapchat, "Snapchat"},
	{signal.LinkedIn, "LinkedIn"},
	{signal.Pinterest, "Pinterest"},
	{signal.Samsung, "Samsung Internet"},
	{signal.Edge, "Edge"},
	{signal.Opera, "Opera"},
	{signal.Vivaldi, "Vivaldi"},
	{signal.Yandex, "Yandex Browser"},
	{signal.DuckDuckGo, "DuckDuckGo"},
	{signal.UCBrowser, "UC Browser"},
	{signal.Huawei, "Huawei Browser"},
	{signal.Miui, "Miui Browser"},
	{signal.QQ, "QQ Browser"},
	{signal.Firefox, "Firefox"},
	{signal.Chrome, "Chrome"},
	{signal.Explorer, "Internet Explorer"},
}

// browserOf returns the browser's family. It is Safari on Apple's systems if
// nothing else is named; on other systems the word Safari means nothing.
func browserOf(s signal.Set) string {
	for _, b := range browsers {
		if s.Has(b.signal) {
			return b.name
		}
	}
	switch {
	case !s.Has(signal.Safari):
		return ""
	case s.Has(signal.IPhone | signal.IPad | signal.Mac):
		return "Safari"
	case s.Has(signal.Android):
		return "Android Browser"
	default:
		return ""
	}
}
