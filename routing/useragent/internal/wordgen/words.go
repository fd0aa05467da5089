package main

import (
	"github.com/linkpack/linkpack-go/routing/useragent/internal/automaton/build"
	"github.com/linkpack/linkpack-go/routing/useragent/internal/signal"
)

// ownWords are the words of devices, systems, browsers and previews.
func ownWords() []build.Word {
	var words []build.Word
	add := func(signals signal.Set, patterns []string) {
		for _, p := range patterns {
			words = append(words, build.Word{Pattern: p, Signals: uint64(signals)})
		}
	}
	for _, list := range []map[signal.Set][]string{devices, systems, automatons} {
		for signals, patterns := range list {
			add(signals, patterns)
		}
	}
	for browser, patterns := range browsers {
		add(browser.Set(), patterns)
	}
	return words
}

var devices = map[signal.Set][]string{
	signal.TV: {
		`\btv`, `tv\b`, `tv_`, `smart-?tv`, `hbbtv`, `google ?tv`, `apple ?tv`, `tvos`, `android ?tv`,
		`led-?\d\d`, `\duhd`, `smart ?box`, `\bomi/\d`,
		// Many models begin with the size in inches. 32bit is not one.
		`; (?:24|28|32|39|40|42|43|48|49|50|55|58|60|65|70|75|85)(?:[ac-z]|b[^i])`,
		`web0s`, `webos\.tv`, `netcast`, `\bviera`, `bravia`, `roku`, `vidaa`, `; ?aft[a-z]`, `\(aft[a-z]`, `crkey`,
		`tv ?box`, `mibox`, `iptv`, `kodi`, `ce-html`, `netrange`, `dtv`, `\btivo`, `philipstv`, `espial`, `opera tv`,
		`vizio`, `amazon;aft`, `gftv`, `dlnadoc`, `airplay/`,
	},
	signal.Gadget: {
		// Consoles.
		`playstation`, `\bps\d\b`, `nintendo`, `xbox`,
		// Watches, headsets, loudspeakers, cars.
		`watch ?os`, `apple watch`, `ticwatch`, `wearable`, `vr safari`, `sonos`, `homepod`, `oculus`, `quest \d\b`, `pico neo`, `qtcarbrowser`, `tesla/`,
	},
	signal.Tablet: {
		`tablet`, `kindle`, `playbook`, `touchpad`, `tab\b`, `tab[ _-]?\d`, `pad\b`, `pad[ _-]?\d`, `mediapad`, `matepad`, `xoom`,
		`sm-[tpx]\d`, `gt-p\d`, `nexus (?:7|9|10)\b`, `silk/`,
	},
	signal.Series: {
		// Lenovo, Prestigio, BQ, Amazon, Acer, Digma, and models of Huawei without
		// a telephone; MID is a mobile internet device.
		`\btb-?[\dx]`, `\bpmt\d`, `\btz\d\d`, `\bkf[a-z][a-z]`, `\b[ab]\d-[a-z]?\d\d`,
		`\bplane[ _]?\d`, `\boptima`, `-w\d9`, `\bmid-?\d`, `\bkids`,
	},
	signal.TabletPC: {`tablet pc`},
	signal.Phone: {`phone`, `midp`, `symbian`, `series60`, `j2me`, `opera mini`, `nokia`, `samsung-`, `webos/`,
		`up\.browser`, `docomo`, `netfront`, `wap[ -]?browser`, `\bmaui\b`, `maui_`, `_maui`, `palm ?os`, `palmscape`, `fban/fb4a`, `willcom`, `opera mobi`, `bada`,
		// Networks and browsers of Japan's phones.
		`\bfoma\b`, `^softbank/`, `\bkddi-`, `ddipocket`, `jig browser`, `obigo`, `openbrowser`, `^vodafone/`, `^j-phone/`, `^emobile/`,
		// Phones whose browsers may leave out Mobile.
		`\bsm-[agn]\d`, `\bpixel \d`},
	signal.Touch: {`mobile`},
	signal.Desk: {
		// Mail programs and browsers for text name no system.
		`thunderbird/`, `^lynx/`, `^links \(`, `^elinks[ /]`, `^w3m/`, `^dillo/`, `^netsurf/`, `^sleipnir/`, `^opera \d`,
		`desktop`, `amiga`, `os/2`, `openvms`, `beos`, `haiku`, `risc ?os`, `quicktime`,
	},
	signal.Intel:   {`x86_64`, `i386`, `x86`},
	signal.Mozilla: {`^mozilla/`, `^opera/`},
}

var systems = map[signal.Set][]string{
	signal.IPhone: {
		`iphone`, `ipod`, `\biph\d`, `\bios[ /]\d`, `\bios;`, `-ios/`,
		`fban/fbios`, `fban/messenger(?:lite)?forios`, `fbsn/ios`,
	},
	signal.IPad: {`ipad`},
	signal.Android: {
		`android`, `\badr \d`,
		`fban/fb4a`, `fban/ema`, `fb_iab/fb4a`, `fb_iab/orca`, `fbpn/com\.`, `\bwa4a/`,
	},
	signal.Windows:      {`windows`, `\bwin(?:95|98|nt|32|64|10)`},
	signal.WindowsPhone: {`windows phone`, `windows ce`, `iemobile`, `; wds \d`},
	signal.Mac:          {`macintosh`, `mac os/`, `macos`, `mac_powerpc`, `mac ?book`, `imac`},
	signal.Darwin:       {`darwin/`},
	signal.Linux:        {`linux`, `x11`, `bsd`, `sunos`, `ubuntu`},
	signal.ChromeOS:     {`\bcros\b`, `chromebook`, `build/r\d\d-`, `build/r\d\d\d-`},
	signal.HarmonyOS:    {`harmonyos`, `openharmony`},
	signal.KaiOS:        {`kaios`},
	signal.Tizen:        {`tizen`},
	signal.WebOS:        {`web0s`, `webos`, `hpwos`},
	signal.BlackBerry:   {`blackberry`, `\bbb10\b`},
}

var automatons = map[signal.Set][]string{
	// Browsers close the parenthesis there; programs that imitate them add a name.
	signal.Bot:   {`khtml, like gecko; `, `\+https?:`, `\+mailto:`, `safari/\d\d\d\.\d{1,2} \(compatible`, `-google/\d`},
	signal.URL:   {`https?://`},
	signal.Mail:  {`[a-z0-9]@[a-z0-9]`},
	signal.Claim: {`compatible`, `https?://`, `-google/\d`, `(?:^|[^u])bot/\d`, `spider/\d`, `crawler/\d`, `; catchpoint`},
	signal.Preview: {
		`facebookexternalhit`, `meta-externalhit`, `facebot`, `twitterbot`, `linkedinbot`, `slackbot`,
		`discordbot`, `telegrambot`, `googlemessages/`, `kakaotalk-scrap`, `line-poker`,
		`cardyb`, `xing-contenttabreceiver`, `rocket\.chat/`, `gotosocial`, `misskey/`, `pleroma `, `akkoma `, `pixelfed`, `peertube/`,
		`(?:link|ur[il])[ _-]?preview`, `preview[ _-]?bot`, `unfurl`, `onebox`, `linkexpanding`, `opengraph`,
		`image ?proxy`, `google-pagerenderer`, `citoid/`, `zoterotranslationserver`, `yahoocachesystem`,
	},
	signal.Bot | signal.Agent: {
		`\bamazonbot`, `\bkimibot`, `\bgrokagent`, `cloudflare-ai-search`, `\bzipchatbot`, `\bchathive`, `meta-externaltest`, `amazon-kendra`,
	},
}
