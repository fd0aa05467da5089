package linkpack

import (
	"context"
	"fmt"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
)

// Scorer says how good a lead is: how likely the visitor behind an event is to become
// what the link is for. A score is a heuristic: it orders leads and promises nothing. Call
// it so wherever you show it.
//
// Score must not change or keep the lead, and must be safe for concurrent use. The score
// and the points of its parts must be within their limits. Shortener sets EarlierVisits.
type Scorer interface {
	// Score returns the score of a lead. Its error is that of [Shortener.LeadScore].
	Score(ctx context.Context, lead *Lead) (LeadScore, error)
}

// Lead is what a [Scorer] knows of an event.
type Lead struct {
	// Event is a click or a conversion.
	Event *analytics.Click
	// Link is the link of the event, as it is now.
	Link *Link
	// Visitor is the profile of who made the event. nil means that nobody was identified.
	Visitor *Visitor
	// History are the clicks by people and the conversions of the visitor on all links of
	// the workspace: the latest 200 of them, newest first but for those that were written
	// together. Their links have only numbers. Of a visitor who is neither identified nor
	// has a key, it is the click and its conversions.
	History []analytics.Click
	// Now is the time of the call, in UTC.
	Now time.Time
}

// maxHistory is the most events of a visitor that a score is made of.
const maxHistory = 200

// LeadScore says how good a lead is, by a heuristic; see [Scorer].
type LeadScore struct {
	// Score is from 0 to 100. More is better.
	Score int `json:"score"`
	// Parts are what the score was made of.
	Parts []LeadPart `json:"parts"`
	// EarlierVisits is how often the visitor had clicked the link before the event, as far
	// as the History of the [Lead] goes back.
	EarlierVisits int `json:"earlier_visits"`
}

// LeadPart is a part of a score.
type LeadPart struct {
	// Name says what was looked at, as in "visits".
	Name string `json:"name"`
	// Points are what was given for it, from 0 to Max.
	Points int `json:"points"`
	// Max is the most that is given for it.
	Max int `json:"max"`
	// Reason is a sentence that says why.
	Reason string `json:"reason"`
}

// check checks what a Scorer returned.
func (l *LeadScore) check() error {
	if l.Score < 0 || l.Score > 100 {
		return fmt.Errorf("linkpack: the scorer returned %d, which is not from 0 to 100", l.Score)
	}
	for _, part := range l.Parts {
		if part.Points < 0 || part.Points > part.Max {
			return fmt.Errorf("linkpack: the scorer returned %d points of %d for %q", part.Points, part.Max, part.Name)
		}
	}
	return nil
}

// score asks the Scorer about a lead.
func (s *Shortener) score(ctx context.Context, lead *Lead) (LeadScore, error) {
	result, err := s.opts.Scorer.Score(ctx, lead)
	if err == nil {
		err = result.check()
	}
	if err != nil {
		return LeadScore{}, err
	}
	result.EarlierVisits = 0
	for i := range lead.History {
		h := &lead.History[i]
		if h.Class == analytics.Human && h.Link.Number == lead.Event.Link.Number && h.Time.Before(lead.Event.Time) {
			result.EarlierVisits++
		}
	}
	return result, nil
}
