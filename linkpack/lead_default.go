package linkpack

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/linkpack/linkpack-go/analytics"
)

// DefaultScorer adds up to 100 points:
//
//	recency      20  for an event now, half as many for each week since the latest one
//	visits       20  5 for each visit
//	scans        10  5 for each visit that began with a QR code
//	conversions  25  15 for the first, 5 for each other
//	attributes   10  2 for each attribute of the visitor
//	words        15  5 for each word of the link's LeadGoal and LeadTarget that is in them
//
// Words are in the attributes if they are in a text, or in the key of a true value, in any
// letter case. Only words of at least four letters count, and shorter ones in capitals or
// digits, such as CTO.
//
// The weights were chosen by hand and not learned from outcomes: a heuristic.
type DefaultScorer struct{}

// Score implements [Scorer].
func (DefaultScorer) Score(_ context.Context, lead *Lead) (LeadScore, error) {
	visits, scans, conversions := countHistory(lead.History)
	conversionPoints := 5 * conversions
	if conversions > 0 {
		conversionPoints += 10
	}
	score := LeadScore{Parts: []LeadPart{
		recency(lead),
		part("visits", 5*visits, 20, count(visits, "visit")+" by the visitor."),
		part("scans", 5*scans, 10, count(scans, "visit")+" began with a QR code."),
		part("conversions", conversionPoints, 25, count(conversions, "conversion")+" by the visitor."),
		profile(lead.Visitor),
		fit(lead),
	}}
	for _, p := range score.Parts {
		score.Score += p.Points
	}
	return score, nil
}

// part returns a part with at most the points that it can have.
func part(name string, points, most int, reason string) LeadPart {
	return LeadPart{Name: name, Points: min(points, most), Max: most, Reason: reason}
}

// count says how many things there are.
func count(n int, thing string) string {
	switch n {
	case 0:
		return "No " + thing
	case 1:
		return "One " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// countHistory counts the events of a visitor.
func countHistory(history []analytics.Click) (visits, scans, conversions int) {
	for i := range history {
		if history[i].Class == analytics.Conversion {
			conversions++
			continue
		}
		visits++
		if history[i].Scan {
			scans++
		}
	}
	return visits, scans, conversions
}

// recency returns the part for how long ago the latest event was.
func recency(lead *Lead) LeadPart {
	const most, week = 20, 7 * 24 * time.Hour
	if len(lead.History) == 0 {
		return part("recency", 0, most, "No visit or conversion by a person is known.")
	}
	var latest time.Time
	for i := range lead.History {
		latest = later(latest, lead.History[i].Time)
	}
	since := max(lead.Now.Sub(latest), 0)
	points := most * math.Exp2(-since.Hours()/week.Hours())
	when := "less than a day ago"
	if days := int(since.Hours() / 24); days > 0 {
		when = strings.ToLower(count(days, "day")) + " ago"
	}
	return part("recency", int(math.Round(points)), most, "The latest visit or conversion was "+when+".")
}

// profile returns the part for what is known of the visitor.
func profile(v *Visitor) LeadPart {
	const name, most = "attributes", 10
	if v == nil {
		return part(name, 0, most, "The visitor is not identified.")
	}
	n := len(v.Attributes)
	verb := "are"
	if n <= 1 {
		verb = "is"
	}
	return part(name, 2*n, most, fmt.Sprintf("%s of the visitor %s known.", count(n, "attribute"), verb))
}

// fit returns the part for the words of the link that are in the visitor's attributes.
func fit(lead *Lead) LeadPart {
	const name, most, each = "words", 15, 5
	wanted := slices.DeleteFunc(wordsOf(lead.Link.LeadGoal+" "+lead.Link.LeadTarget), isShort)
	if len(wanted) == 0 {
		return part(name, 0, most, "The link has no lead goal or target.")
	}
	has := attributeWords(lead.Visitor)
	var found []string
	for _, word := range wanted {
		if word = strings.ToLower(word); has[word] && !slices.Contains(found, word) {
			found = append(found, word)
		}
	}
	if len(found) == 0 {
		return part(name, 0, most, "No word of the link's lead goal and target is in the attributes.")
	}
	named := strings.Join(found[:min(len(found), most/each)], ", ")
	return part(name, each*len(found), most, "The link's lead goal and target and the attributes have in common: "+named+".")
}

// isShort reports whether a word says nothing of what a link is for.
func isShort(word string) bool {
	n := utf8.RuneCountInString(word)
	return n < 2 || n < 4 && word != strings.ToUpper(word)
}

// attributeWords returns the words in a visitor's attributes in lower case.
func attributeWords(v *Visitor) map[string]bool {
	words := make(map[string]bool)
	if v == nil {
		return words
	}
	for key, value := range v.Attributes {
		text, _ := value.(string)
		if value == true {
			text = key
		}
		for _, word := range wordsOf(text) {
			words[strings.ToLower(word)] = true
		}
	}
	return words
}

// wordsOf returns the runs of letters and digits in a text.
func wordsOf(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) })
}
