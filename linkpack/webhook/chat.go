package webhook

import (
	"strings"
	"unicode"
)

// maxSentence is the most characters of a sentence for people, within the limits of all
// services.
const maxSentence = 1500

// chat returns a message as a sentence in the form of a chat service:
//
//   - Slack: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
//   - Discord: https://discord.com/developers/docs/resources/webhook#execute-webhook
//   - Teams: https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using
func (m *message) chat(f Format) any {
	switch f {
	case Slack:
		return map[string]any{"text": m.sentence(markup{slackText, angled})}
	case Discord:
		return map[string]any{
			"content":          m.sentence(markup{markdownText, angled}),
			"allowed_mentions": map[string]any{"parse": []string{}},
		}
	default:
		return teamsCard(m.sentence(markup{markdownText, markdownLink}))
	}
}

// teamsCard returns a card with a text.
func teamsCard(text string) any {
	card := map[string]any{
		"$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
		"type":    "AdaptiveCard",
		"version": "1.4",
		"body":    []any{map[string]any{"type": "TextBlock", "text": text, "wrap": true}},
	}
	return map[string]any{
		"type":        "message",
		"attachments": []any{map[string]any{"contentType": "application/vnd.microsoft.card.adaptive", "content": card}},
	}
}

// markup is the markup of a chat service.
type markup struct {
	quote func(text string) string // makes a text from outside harmless
	link  func(url string) string  // makes one of our URLs a link
}

// sentence returns what happened in words, such as "Scan of Menu
// (<https://s.example/menu>), Berlin, DE, Mobile".
func (m *message) sentence(in markup) string {
	parts := []string{m.Data.verb(m.EventType)}
	if link := m.Data.Link; link != nil {
		name := in.quote(link.ID)
		if link.Entrypoint != "" {
			name = in.link(link.Entrypoint)
		}
		if link.Name != "" {
			name = in.quote(link.Name) + " (" + name + ")"
		}
		parts[0] += " " + name
	}
	visitor, event := m.Data.Visitor, m.Data.Event
	name := strings.TrimSpace(visitor.FirstName + " " + visitor.LastName)
	for _, text := range []string{name, visitor.Email, event.City, event.Country, event.Device} {
		if text != "" {
			parts = append(parts, in.quote(text))
		}
	}
	return short(strings.Join(parts, ", "))
}

// verb returns how a sentence about an event begins.
func (d *data) verb(event Event) string {
	switch event {
	case LinkScanned, LinkClicked:
		if d.Event.Trigger == "scan" {
			return "Scan of"
		}
		return "Click on"
	case LinkCreated:
		return "New link"
	case LinkUpdated:
		return "Changed link"
	case LinkDeleted:
		return "Deleted link"
	case FormSubmitted:
		return "Form submitted after a visit of"
	case Conversion:
		return "Conversion after a visit of"
	default:
		return "Visitor identified"
	}
}

// short cuts a sentence.
func short(text string) string {
	if all := []rune(text); len(all) > maxSentence {
		return string(all[:maxSentence]) + "…"
	}
	return text
}

// slackText escapes the characters that have a meaning in Slack, where "<" begins links
// and mentions.
func slackText(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(oneLine(text))
}

// angled returns a URL as a link of Slack, or of Discord, which then fetches no preview:
// that would be a visit.
func angled(url string) string { return "<" + url + ">" }

// markdownLink returns a URL as a link in Markdown. Teams makes links of no others.
func markdownLink(url string) string { return "[" + markdownText(url) + "](" + url + ")" }

// markdownText escapes the characters that have a meaning in Markdown.
func markdownText(text string) string {
	var b strings.Builder
	for _, r := range oneLine(text) {
		if strings.ContainsRune("\\`*_{}[]()<>#|~!@", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// oneLine replaces control characters by spaces.
func oneLine(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text)
}
