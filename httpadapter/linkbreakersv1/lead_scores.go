package linkbreakersv1

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// leadBreakdown has the factors of a score, each from 0 to 100. Those that were not
// looked at are left out.
type leadBreakdown struct {
	BrandSupportiveness   *int `json:"brandSupportiveness,omitempty"`
	EngagementLevel       *int `json:"engagementLevel,omitempty"`
	ProfileFit            *int `json:"profileFit,omitempty"`
	RecurringInterest     *int `json:"recurringInterest,omitempty"`
	TechnologicalAptitude *int `json:"technologicalAptitude,omitempty"`
}

type (
	// scoreAnswer is a score as the newer description has it.
	scoreAnswer struct {
		LeadScore        int                 `json:"leadScore"`
		Breakdown        leadBreakdown       `json:"breakdown"`
		RecurringScans   int                 `json:"recurringScans"`
		ScoringContext   string              `json:"scoringContext"`
		ScoringRationale string              `json:"scoringRationale"`
		Parts            []linkpack.LeadPart `json:"parts"` // ours
	}
	// explanationAnswer is a score as the older description has it.
	explanationAnswer struct {
		LeadScore      int                 `json:"leadScore"`
		Breakdown      leadBreakdown       `json:"breakdown"`
		RecurringScans int                 `json:"recurringScans"`
		Explanation    string              `json:"explanation"`
		Parts          []linkpack.LeadPart `json:"parts"` // ours
	}
	// wireLeadScore is the score of an event that includes it.
	wireLeadScore struct {
		ID             string    `json:"id"`
		WorkspaceID    string    `json:"workspaceId"`
		LinkID         string    `json:"linkId"`
		VisitorID      string    `json:"visitorId,omitempty"`
		LeadScore      int       `json:"leadScore"`
		RecurringScans int       `json:"recurringScans"`
		CreatedAt      time.Time `json:"createdAt"`
		UpdatedAt      time.Time `json:"updatedAt"`
		leadBreakdown
	}
)

// leadScore serves "GET /v1/links/{linkId}/lead-score/{eventId}".
func (h *handlers) leadScore(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	score, err := h.scoreOfEvent(r, p)
	if err != nil {
		return err
	}
	return httpadapter.WriteJSON(w, http.StatusOK, scoreAnswer{
		score.Score, breakdownOf(score.Parts), score.EarlierVisits, "heuristic", rationale(score), score.Parts,
	})
}

// leadScoreExplanation serves "GET /v1/links/{linkId}/lead-score-explanation/{eventId}".
func (h *handlers) leadScoreExplanation(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	score, err := h.scoreOfEvent(r, p)
	if err != nil {
		return err
	}
	return httpadapter.WriteJSON(w, http.StatusOK, explanationAnswer{
		score.Score, breakdownOf(score.Parts), score.EarlierVisits, rationale(score), score.Parts,
	})
}

// scoreOfEvent returns the score of the event of a link that the path names.
func (h *handlers) scoreOfEvent(r *http.Request, p linkpack.Principal) (*linkpack.LeadScore, error) {
	event, err := h.shortener.Event(r.Context(), p.Workspace, r.PathValue("eventId"))
	if err != nil {
		return nil, err
	}
	if event.Link.ID != r.PathValue("linkId") {
		return nil, fmt.Errorf("event %s of this link: %w", event.ID, linkpack.ErrNotFound)
	}
	score, err := h.shortener.LeadScore(r.Context(), p.Workspace, event.ID)
	if score.Parts == nil {
		score.Parts = []linkpack.LeadPart{}
	}
	return &score, err
}

// rationale says in words how a score was made.
func rationale(score *linkpack.LeadScore) string {
	sentences := []string{"This score is a heuristic."}
	for _, part := range score.Parts {
		sentences = append(sentences, part.Reason)
	}
	return strings.Join(sentences, " ")
}

// breakdownOf returns the factors that the parts of a score belong to. A scorer of the
// host may also name a part as a factor.
func breakdownOf(parts []linkpack.LeadPart) leadBreakdown {
	factors := map[string]string{
		"recency": "engagementLevel", "scans": "engagementLevel", "conversions": "engagementLevel",
		"visits": "recurringInterest", "attributes": "profileFit", "words": "profileFit",
	}
	points, most := make(map[string]int), make(map[string]int)
	for _, part := range parts {
		factor, ok := factors[part.Name]
		if !ok {
			factor = part.Name
		}
		points[factor] += part.Points
		most[factor] += part.Max
	}
	percent := func(factor string) *int {
		if most[factor] == 0 {
			return nil
		}
		return new(100 * points[factor] / most[factor])
	}
	return leadBreakdown{
		percent("brandSupportiveness"), percent("engagementLevel"), percent("profileFit"),
		percent("recurringInterest"), percent("technologicalAptitude"),
	}
}

// addScores sets the scores of events if they are included. Since scores are not stored,
// the id of one is made of its event, and its times are now.
func (h *handlers) addScores(ctx context.Context, query *eventsQuery, clicks []analytics.Click, shown []wireEvent) error {
	if !query.has(includeLeadScore) {
		return nil
	}
	scores, err := h.shortener.LeadScores(ctx, query.Workspace, clicks)
	if err != nil && !isPartial(err) {
		return err
	}
	now := h.shortener.Now().UTC()
	for i := range shown {
		e := &shown[i]
		score, ok := scores[e.ID]
		if !ok {
			continue
		}
		e.LeadScoreID = uuid.NewSHA1(uuid.NameSpaceOID, []byte("linkpack lead score\n"+e.ID)).String()
		e.LeadScore = &wireLeadScore{
			ID: e.LeadScoreID, WorkspaceID: e.WorkspaceID, LinkID: e.LinkID, VisitorID: e.VisitorID, LeadScore: score.Score,
			RecurringScans: score.EarlierVisits, CreatedAt: now, UpdatedAt: now, leadBreakdown: breakdownOf(score.Parts),
		}
	}
	return nil
}
