package useragent

import "github.com/linkpack/linkpack-go/routing/useragent/internal/signal"

// browsers are asked in this order: apps first, which name the browser that
// they embed, then browsers that also claim to be Chrome, Chrome itself, and
// Safari, which nearly all claim to be.
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

// browserOf returns the browser's family. Safari is what is left on Apple's
// systems; elsewhere the word is only a claim.
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
