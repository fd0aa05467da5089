package httpadapter

import (
	"fmt"
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// scriptMarkup returns the markup of a link's script: markup as it is, the URL
// of a script and plain JavaScript within a script element. Every script in it
// has the nonce, and no element stays open.
func scriptMarkup(content, nonce string) (string, error) {
	content = strings.TrimSpace(content)
	switch {
	case strings.HasPrefix(content, "<"):
		return withNonce(content, nonce)
	case isScriptURL(content):
		return fmt.Sprintf(`<script nonce="%s" src="%s"></script>`, nonce, html.EscapeString(content)), nil
	default:
		return fmt.Sprintf(`<script nonce="%s">%s</script>`, nonce, keepInside(content)), nil
	}
}

// isScriptURL tells a URL from JavaScript: "https://…", or "//host/…", which as
// JavaScript would be a comment and nothing else.
func isScriptURL(content string) bool {
	if strings.ContainsAny(content, " \t\r\n") {
		return false
	}
	target, err := url.Parse(content)
	if err != nil || target.Host == "" {
		return false
	}
	return target.Scheme == "https" || target.Scheme == "http" || target.Scheme == ""
}

// keepInside writes JavaScript so that it cannot end its script element. The
// HTML standard asks for just this where what is escaped stands in a string or
// a regular expression; elsewhere it does not occur.
func keepInside(script string) string {
	var safe strings.Builder
	for {
		at := strings.IndexByte(script, '<')
		if at < 0 {
			return safe.String() + script
		}
		safe.WriteString(script[:at])
		script = script[at+1:]
		if opensMarkup(script) {
			safe.WriteString(`\x3C`)
		} else {
			safe.WriteByte('<')
		}
	}
}

// opensMarkup tells whether what follows a "<" is understood within a script
// element.
func opensMarkup(rest string) bool {
	for _, word := range []string{"!--", "script", "/script"} {
		if len(rest) >= len(word) && strings.EqualFold(rest[:len(word)], word) {
			return true
		}
	}
	return false
}

// withNonce parses markup as browsers do and returns it whole, the nonce on
// every script.
func withNonce(markup, nonce string) (string, error) {
	within := &html.Node{Type: html.ElementNode, DataAtom: atom.Body, Data: "body"}
	nodes, err := html.ParseFragment(strings.NewReader(markup), within)
	if err != nil {
		return "", fmt.Errorf("parsing markup: %w", err)
	}
	var whole strings.Builder
	for _, node := range nodes {
		setNonce(node, nonce)
		for inner := range node.Descendants() {
			setNonce(inner, nonce)
		}
		if err := html.Render(&whole, node); err != nil {
			return "", fmt.Errorf("writing markup: %w", err)
		}
	}
	return whole.String(), nil
}

// setNonce puts the nonce on a script in the place of any other.
func setNonce(node *html.Node, nonce string) {
	if node.Type != html.ElementNode || node.Data != "script" {
		return
	}
	for i := range node.Attr {
		if node.Attr[i].Key == "nonce" && node.Attr[i].Namespace == "" {
			node.Attr[i].Val = nonce
			return
		}
	}
	node.Attr = append(node.Attr, html.Attribute{Key: "nonce", Val: nonce})
}
