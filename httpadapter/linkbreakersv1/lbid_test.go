package linkbreakersv1_test

import (
	"net/netip"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

func TestLBIDsThatNameNoClickAreRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sv := newServerOn(t, memory.New(), &linkpack.Options{Clicks: analytics.Options{Retention: 48 * time.Hour}}, nil)
		link := sv.make(t, `{"destination":"https://example.com/","conversionTracking":true}`)
		res, err := sv.shortener.Resolve(t.Context(), "", link["shortlink"].(string), &routing.Visit{Addr: netip.MustParseAddr("192.0.2.7"), UserAgent: phone})
		if err == nil {
			err = sv.shortener.Record(t.Context(), res)
		}
		if err != nil {
			t.Fatal(err)
		}
		good := res.LBID()
		forged := good[:14] + strings.Map(func(r rune) rune { return map[bool]rune{true: 'B', false: 'A'}[r == 'A'] }, good[14:15]) + good[15:]
		try := func(name, token, lbid string, status int) {
			for path, body := range map[string]string{"/v1/visitor/identify": `"visitor":{"data":{"plan":"pro"}}`, "/v1/conversions": `"kind":"purchase"`} {
				answer, got := sv.call(t, token, "POST", path, `{"lbid":"`+lbid+`",`+body+`}`)
				if answer.StatusCode != status || status == 400 && read(got, "details.0.field") != "lbid" {
					t.Errorf("%s: %s: answered %d %v, want %d", path, name, answer.StatusCode, got, status)
				}
			}
		}
		try("good", secret, good, 200)
		try("forged", secret, forged, 404)
		try("truncated", secret, good[:20], 400)
		try("empty", secret, "", 400)
		try("of another workspace", "others: "+secret, good, 404)
		time.Sleep(100 * time.Hour)
		try("of a click beyond retention", secret, good, 404)
	})
}
