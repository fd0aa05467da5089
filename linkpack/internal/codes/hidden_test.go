package codes

import (
	"testing"
)

func TestInvisibleCharactersAreRefused(t *testing.T) {
	for _, r := range []rune{
		0x3164, 0x034f, 0x00ad, 0x061c, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180b, 0x180e, 0x180f, 0x200b, 0x200c, 0x200d, 0x200e,
		0x202e, 0x2060, 0x2064, 0x2065, 0x206f, 0xfe00, 0xfeff, 0xffa0, 0xfff8, 0xfff9, 0x1bca0, 0x1d173, 0xe0001, 0xe0041, 0xe0100, 0xe0fff,
	} {
		for _, code := range []string{string(r), "ab" + string(r), "a" + string(r) + "b", string(r) + "ab", "🎉" + string(r), "語" + string(r) + "語"} {
			if err := Check(Normalize(code, true, false), true); err == nil {
				t.Errorf("%q with %U is accepted", code, r)
			}
		}
	}
	for _, r := range []rune{0x0600, 0x06dd, 0x20e3, 0x0301, 0x2022} {
		if code := "1" + string(r); Check(code, true) != nil {
			t.Errorf("%q with %U: %v", code, r, Check(code, true))
		}
	}
}

func TestJoinersAreAcceptedWhereTheyAreNeeded(t *testing.T) {
	for _, code := range []string{
		"می\u200cخواهم", "نامه\u200cای", "2026-می\u200cخواهم", // Persian
		"क्\u200dष", "क्\u200cष", "ශ්\u200dරී", // Hindi and Sinhala
		"👩\u200d💻", "👩🏽\u200d🚀", "👨\u200d👩\u200d👧\u200d👦", "🏴\u200d☠", "🏳\u200d🌈", "❤\u200d🔥", "🙂\u200d↔", "a👩\u200d💻b",
		"🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "x🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f🏴",
		"🇩🇪", "1⃣",
	} {
		if err := Check(code, true); err != nil {
			t.Errorf("%+q: %v", code, err)
		}
	}
	for _, code := range []string{
		"a\u200cb", "a\u200db", "日\u200c本", "ا\u200cب", "שלום\u200cש", "क\u200dष", "می\u200c", "\u200cخو", "می\u200c\u200cخواهم",
		"👩\u200d", "\u200d💻", "👩\u200d\u200d💻", "👩\u200da", "1\u200d💻", "🇩\u200d🇪", "👩\u200c💻",
		"🏴\U000e0067\U000e0062", "🏴\U000e007f", "🏴\U000e0067\U000e007f", "🎉\U000e0067\U000e0062\U000e0065\U000e007f", "a\U000e0061",
	} {
		if err := Check(code, true); err == nil {
			t.Errorf("%+q is accepted", code)
		}
	}
}

func TestTheStyleOfASymbolIsNoPartOfACode(t *testing.T) {
	for want, spellings := range map[string][]string{
		"☀": {"☀", "☀\ufe0f", "☀\ufe0e"}, "❤": {"❤", "❤\ufe0f"}, "1⃣": {"1\ufe0f⃣", "1⃣"}, "👁\u200d🗨": {"👁\ufe0f\u200d🗨\ufe0f", "👁\u200d🗨"},
		"🏳\u200d🌈": {"🏳\ufe0f\u200d🌈", "🏳\u200d🌈"}, "☀a☀": {"☀\ufe0fa☀\ufe0f\ufe0f"}, "é": {"e\ufe0f\u0301"}, "\ufe0f": {"\ufe0f"},
	} {
		for _, code := range spellings {
			if got := Normalize(code, true, false); got != want {
				t.Errorf("%+q becomes %+q, want %+q", code, got, want)
			}
		}
	}
	if got := Normalize("☀\ufe0f", false, false); got != "☀\ufe0f" {
		t.Errorf("on a domain without Unicode codes it becomes %+q", got)
	}
}
