package tenanttest

import (
	"encoding/json"
	"regexp"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
)

// withoutRandom takes ids, challenges, keys and codes out of an answer, which differ
// from world to world.
func withoutRandom(answer string) string {
	for _, random := range []string{
		`linkpack-verification=[0-9A-Za-z]{32}`, `lp_[0-9A-Za-z]{43}`, `ey[0-9A-Za-z_-]+\.[0-9A-Za-z_-]+\.[0-9A-Za-z_-]+`,
		`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`, `[2-9A-HJ-NP-Za-km-z]{7}"`,
	} {
		answer = regexp.MustCompile(`\b`+random).ReplaceAllString(answer, "{random}")
	}
	return answer
}

// everything returns what the victim has, as the engine's own calls tell it.
func (w *World) everything(t *testing.T) string {
	t.Helper()
	must(t, w.Flush(t.Context()))
	links, err := w.ListLinks(t.Context(), linkpack.LinkQuery{Limit: 1000, Bin: linkpack.WithBin})
	must(t, err)
	domains, err := w.Domains(t.Context(), "")
	must(t, err)
	designs, err := w.Designs(t.Context(), "")
	must(t, err)
	templates, err := w.Templates(t.Context(), "")
	must(t, err)
	groups, err := w.Groups(t.Context(), "")
	must(t, err)
	tags, err := w.Tags(t.Context(), "")
	must(t, err)
	tokens, err := w.Tokens(t.Context(), "")
	must(t, err)
	stats, err := w.Stats(t.Context(), "", w.victims["id"], analytics.Query{})
	must(t, err)
	all, err := json.Marshal([]any{links, domains, designs, templates, groups, tags, tokens, stats})
	must(t, err)
	return string(all)
}
