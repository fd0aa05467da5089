package webhook_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/webhook"
)

// TestChatsGetASentence has a name that would be markup and a short code with
// underscores, which must stay in the URL.
func TestChatsGetASentence(t *testing.T) {
	k, hooks, target, url := kit(t, nil)
	for _, f := range []webhook.Format{webhook.Slack, webhook.Discord, webhook.Teams} {
		create(t, hooks, webhook.Webhook{URL: url + "/" + string(f), Format: f, Events: []webhook.Event{webhook.LinkClicked}})
	}
	link := k.NewLink(linkpack.Link{Destination: home, ShortCode: "our_menu_1", Name: "<!channel> @everyone [x](y) & *"})
	k.Visit(link).From("DE").Click()
	short := k.URL(link)
	want := map[string]string{
		"/slack":   "Click on &lt;!channel&gt; @everyone [x](y) &amp; * (<" + short + ">), DE, Desktop",
		"/discord": `Click on \<\!channel\> \@everyone \[x\]\(y\) & \* (<` + short + ">), DE, Desktop",
		"/teams":   `Click on \<\!channel\> \@everyone \[x\]\(y\) & \* ([` + short[:len(short)-10] + `our\_menu\_1](` + short + ")), DE, Desktop",
	}
	for range want {
		got := target.next()
		if text := sentenceOf(t, got); text != want[got.path] {
			t.Errorf("%s gets\n%s, want\n%s", got.path, text, want[got.path])
		}
	}
}

// sentenceOf returns the sentence in a body, if the body has the form of its service.
func sentenceOf(t *testing.T, got received) string {
	t.Helper()
	var slack struct{ Text string }
	var discord struct {
		Content  string
		Mentions *struct{ Parse []string } `json:"allowed_mentions"`
	}
	var teams struct {
		Type        string
		Attachments []struct {
			ContentType string
			Content     struct {
				Type, Version string
				Body          []struct{ Type, Text string }
			}
		}
	}
	body := map[string]any{"/slack": &slack, "/discord": &discord, "/teams": &teams}[got.path]
	if err := json.Unmarshal(got.body, body); err != nil {
		t.Fatal(err)
	}
	switch {
	case got.path == "/slack":
		return slack.Text
	case got.path == "/discord" && discord.Mentions != nil && discord.Mentions.Parse != nil:
		return discord.Content
	case teams.Type == "message" && len(teams.Attachments) == 1 && len(teams.Attachments[0].Content.Body) == 1:
		card := teams.Attachments[0]
		if fmt.Sprint(card.ContentType, card.Content.Type) == "application/vnd.microsoft.card.adaptiveAdaptiveCard" {
			return card.Content.Body[0].Text
		}
	}
	t.Errorf("the body is %s", got.body)
	return ""
}

// TestChatsGetEveryEventInWords sends an example of each event.
func TestChatsGetEveryEventInWords(t *testing.T) {
	_, hooks, target, url := kit(t, nil)
	hook := create(t, hooks, webhook.Webhook{URL: url + "/slack", Format: webhook.Slack})
	for event, want := range map[webhook.Event]string{
		webhook.LinkScanned: "Scan of", webhook.LinkClicked: "Click on", webhook.LinkCreated: "New link",
		webhook.LinkUpdated: "Changed link", webhook.LinkDeleted: "Deleted link", webhook.VisitorIdentified: "Visitor identified",
		webhook.FormSubmitted: "Form submitted after a visit of", webhook.Conversion: "Conversion after a visit of",
	} {
		if _, err := hooks.Test(t.Context(), "", hook.ID, event); err != nil {
			t.Fatal(err)
		}
		if text := sentenceOf(t, target.next()); len(text) < len(want) || text[:len(want)] != want {
			t.Errorf("%s is %q", event, text)
		}
	}
}
