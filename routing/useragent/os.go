package useragent

import "github.com/linkpack/linkpack-go/routing/useragent/internal/signal"

// osOf checks rare systems first, because they also name common ones for sites that
// know only those.
func osOf(s signal.Set) string {
	switch {
	case s.Has(signal.WindowsPhone):
		return "Windows Phone"
	case s.Has(signal.KaiOS):
		return "KaiOS"
	case s.Has(signal.Tizen):
		return "Tizen"
	case s.Has(signal.WebOS):
		return "webOS"
	case s.Has(signal.BlackBerry):
		return "BlackBerry"
	case s.Has(signal.HarmonyOS):
		return "HarmonyOS"
	case s.Has(signal.Android):
		return "Android"
	case s.Has(signal.IPhone | signal.IPad):
		return "iOS"
	case s.Has(signal.ChromeOS):
		return "ChromeOS"
	case s.Has(signal.Windows):
		return "Windows"
	case s.Has(signal.Mac):
		return "macOS"
	case s.Has(signal.Darwin):
		return appleOS(s)
	case s.Has(signal.Linux):
		return "Linux"
	default:
		return ""
	}
}

// appleOS is for apps that name only Apple's network library and kernel.
func appleOS(s signal.Set) string {
	if s.Has(signal.Intel) {
		return "macOS"
	}
	return "iOS"
}
