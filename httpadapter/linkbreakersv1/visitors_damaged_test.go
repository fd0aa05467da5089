package linkbreakersv1_test

import (
	"context"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// damagedVisitors is a store of which a visitor is damaged.
type damagedVisitors struct{ linkpack.Store }

// ListVisitors implements [linkpack.Store].
func (d damagedVisitors) ListVisitors(ctx context.Context, query linkpack.VisitorQuery) (linkpack.VisitorPage, error) {
	return linkpacktest.DamagedStore(d).ListVisitors(ctx, query)
}

func TestListsOfVisitorsCountDamagedOnes(t *testing.T) {
	sv := newServerOn(t, damagedVisitors{memory.New()}, &linkpack.Options{BaseURL: "https://go.example"}, nil)
	if _, err := sv.shortener.CreateLink(t.Context(), linkpack.Link{Destination: "https://example.com/", ShortCode: "a", TrackConversions: true}); err != nil {
		t.Fatal(err)
	}
	res, err := sv.shortener.Resolve(t.Context(), "go.example", "a", &routing.Visit{UserAgent: phone})
	if err == nil {
		err = sv.shortener.Record(t.Context(), res)
	}
	if err != nil {
		t.Fatal(err)
	}
	if answer, got := sv.call(t, secret, "POST", "/v1/visitor/identify", `{"lbid":"`+res.LBID()+`","visitor":{"data":{"$email":"ada@example.com"}}}`); answer.StatusCode != 200 {
		t.Fatal(answer.StatusCode, got)
	}
	const csv = "responseFormat=RESPONSE_FORMAT_CSV"
	for _, query := range []string{"", "sortField=VISITOR_SORT_FIELD_VISIT_COUNT", csv, csv + "&pageSize=5"} {
		body, damaged := sv.get(t, "/v1/visitors?"+query)
		if !strings.Contains(body, "ada@example.com") || damaged != "1" {
			t.Errorf("%s: %q damaged beside %s", query, damaged, body)
		}
	}
}
