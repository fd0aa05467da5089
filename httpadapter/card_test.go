package httpadapter_test

import (
	"html/template"
	"net/http"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

func TestCards(t *testing.T) {
	for name, c := range map[string]struct {
		card  linkpack.Card
		want  []string
		avoid []string
	}{
		"a whole card": {
			linkpack.Card{Title: `Ends "soon" <b>`, Description: "Everything & more", Image: "https://img.test/a.png?x=1&y=2"},
			[]string{
				`<meta property="og:title" content="Ends &#34;soon&#34; &lt;b&gt;">`, `<meta property="og:description" content="Everything &amp; more">`,
				`<meta property="og:image" content="https://img.test/a.png?x=1&amp;y=2">`, `<meta property="og:url" content="https://go.test/abc">`,
				`<meta name="twitter:card" content="summary_large_image">`, `<meta name="twitter:title"`, `<meta name="twitter:description"`, `<meta name="twitter:image"`,
			},
			[]string{"noindex", "<b>", destination},
		},
		"a picture alone": {
			linkpack.Card{Image: "https://img.test/a.png"},
			[]string{`<meta property="og:title" content="https://go.test/abc">`, `<meta property="og:image"`},
			[]string{"og:description"},
		},
		"a title alone": {
			linkpack.Card{Title: "T"},
			[]string{`<meta property="og:title" content="T">`, `<meta name="twitter:card" content="summary">`},
			[]string{"og:image", "og:description"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newShortener(t, linkpack.Options{BaseURL: "https://go.test"})
			h := newHandler(t, s, httpadapter.Options{})
			shorten(t, s, linkpack.Link{ShortCode: "abc", Destination: destination, Card: c.card})
			answer, body := send(h, "GET", "/abc", "", "User-Agent: "+unfurler)
			if answer.StatusCode != http.StatusOK || answer.Header.Get("X-Robots-Tag") != "" {
				t.Errorf("answered %d with %v", answer.StatusCode, answer.Header)
			}
			for _, want := range c.want {
				if !strings.Contains(body, want) {
					t.Errorf("page lacks %s: %s", want, body)
				}
			}
			for _, avoid := range c.avoid {
				if strings.Contains(body, avoid) {
					t.Errorf("page has %s: %s", avoid, body)
				}
			}
		})
	}
}

func TestWhoGetsACard(t *testing.T) {
	s := newShortener(t, linkpack.Options{})
	h := newHandler(t, s, httpadapter.Options{})
	shorten(t, s, linkpack.Link{ShortCode: "abc", Destination: destination, Card: linkpack.Card{Title: "A card"}})
	for agent, want := range map[string]int{
		unfurler: 200, "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)": 200, "Twitterbot/1.0": 200,
		"WhatsApp/2.23.20.0": 200, crawler: 307, browser: 307, "curl/8.9.1": 307, "": 307,
	} {
		if answer, _ := send(h, "GET", "/abc", "", "User-Agent: "+agent); answer.StatusCode != want {
			t.Errorf("%q: answered %d, want %d", agent, answer.StatusCode, want)
		}
	}
}

func TestACardOfAHost(t *testing.T) {
	s := newShortener(t, linkpack.Options{BaseURL: "https://go.test"})
	own := template.Must(template.New("card").Parse(`{{.Card.Title}}, {{.Card.Description}}, {{.ShortURL}}`))
	h := newHandler(t, s, httpadapter.Options{Pages: own})
	link := shorten(t, s, linkpack.Link{ShortCode: "abc", Destination: destination, Card: linkpack.Card{Description: "D"}})
	for range 2 {
		if _, body := send(h, "GET", "/abc", "", "User-Agent: "+unfurler); body != "https://go.test/abc, D, https://go.test/abc" {
			t.Errorf("page is %q", body)
		}
	}
	if stored, err := s.Link(t.Context(), "", link.ID); err != nil || stored.Card.Title != "" {
		t.Errorf("the page changed the link's card: %v, %v", stored, err)
	}
}
