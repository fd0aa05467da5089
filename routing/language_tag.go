package routing

import (
	"cmp"
	"strings"
)

// tag is a language tag (RFC 5646), taken apart. Its parts are in the letter case
// as sent.
type tag struct {
	base, script, region string
	// rest is the variants and extensions, each after a hyphen.
	rest string
}

// splitTag takes a tag apart. A tag that does not begin with a language of two or
// three letters is the zero tag.
func splitTag(text string) tag {
	base, rest := cutSubtag(text)
	if len(base) < 2 || len(base) > 3 {
		return tag{}
	}
	t := tag{base: base, rest: rest}
	if part, rest := cutSubtag(t.rest); len(part) == 3 && part[0] > '9' {
		t.rest = rest // a part of the language, as yue in zh-yue
	}
	if part, rest := cutSubtag(t.rest); len(part) == 4 && part[0] > '9' {
		t.script, t.rest = part, rest
	}
	if part, rest := cutSubtag(t.rest); len(part) == 2 || len(part) == 3 && part[0] <= '9' {
		t.region, t.rest = part, rest
	}
	return t
}

// cutSubtag cuts the first subtag off "fr-CA" or "-CA-x". The rest keeps its hyphen.
func cutSubtag(text string) (part, rest string) {
	text = strings.TrimPrefix(text, "-")
	if end := strings.IndexByte(text, '-'); end >= 0 {
		return text[:end], text[end:]
	}
	return text, ""
}

// current replaces old names of languages and the wrong UK by those that x/text
// uses. A test compares them.
func (t tag) current() tag {
	if strings.EqualFold(t.region, "UK") {
		t.region = "GB"
	}
	switch strings.ToLower(t.base) {
	case "bh":
		t.base = "bho"
	case "cmn":
		t.base = "zh"
	case "in":
		t.base = "id"
	case "iw":
		t.base = "he"
	case "ji":
		t.base = "yi"
	case "jw":
		t.base = "jv"
	case "mo":
		t.base, t.region = "ro", cmp.Or(t.region, "MD")
	case "nb":
		t.base = "no"
	case "sh":
		t.base, t.script = "sr", cmp.Or(t.script, "Latn")
	case "tl":
		t.base = "fil"
	case "tw":
		t.base = "ak"
	}
	return t
}

// ownScript stands for the script that a language is mostly written in.
const ownScript = "*"

// completed adds what a tag leaves out but says: the script of a language in a
// region, and the region of one in a script.
func (t tag) completed() tag {
	switch {
	case t.script == "":
		t.script = scriptIn(strings.ToLower(t.base), strings.ToUpper(t.region))
	case t.region == "":
		t.region = regionOf(strings.ToLower(t.base), t.script)
	}
	return t
}

// scriptIn returns the script in which a language is mostly written in a region, as
// x/text has it. A test compares them.
func scriptIn(base, region string) string {
	rest := writtenOtherwise(base)
	for rest != "" && region != "" {
		var entry string
		entry, rest, _ = strings.Cut(rest, ",")
		if script, regions, _ := strings.Cut(entry, ":"); strings.Contains(regions, region) {
			return script
		}
	}
	return ownScript
}

// writtenOtherwise returns scripts and the regions in which a language is written in
// these, other than elsewhere.
func writtenOtherwise(base string) string {
	switch base {
	case "az":
		return "arab:IQ IR,cyrl:RU"
	case "ha":
		return "arab:CM SD"
	case "kk":
		return "arab:AF CN IR MN"
	case "ku":
		return "arab:LB"
	case "ky":
		return "arab:CN,latn:TR"
	case "mn":
		return "mong:CN"
	case "ms":
		return "arab:CC ID"
	case "pa", "tg":
		return "arab:PK"
	case "sr":
		return "latn:ME RO RU TR"
	case "ug":
		return "cyrl:KZ MN"
	case "uz":
		return "arab:AF,cyrl:CN"
	case "zh":
		return "hant:AU BN GB GF HK ID MO MY PA PF PH SR TH TW US VN"
	default:
		return ""
	}
}

// regionOf returns the region that people mean by a language in a script, where
// one is mostly meant.
func regionOf(base, script string) string {
	is := func(b, s string) bool { return base == b && strings.EqualFold(script, s) }
	switch {
	case is("pa", "arab"):
		return "PK"
	case is("pa", "guru"):
		return "IN"
	case is("uz", "arab"):
		return "AF"
	case is("zh", "hans"):
		return "CN"
	case is("zh", "hant"):
		return "TW"
	default:
		return ""
	}
}
