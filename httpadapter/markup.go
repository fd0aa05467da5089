package httpadapter

import (
	"fmt"
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// scriptMarkup returns the markup of a link's script. Markup stays as it is; a URL
// or plain JavaScript gets a script element. Every script element gets the nonce,
// and every element is closed.
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

// isScriptURL reports whether content is a URL and not JavaScript: "https://…", or
// "//host/…", which as JavaScript would be only a comment.
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

// keepInside escapes JavaScript so that it cannot end its script element. The
// HTML standard asks for this escape in strings and regular expressions; elsewhere
// the escaped sequences do not occur.
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

// opensMarkup reports whether the text after a "<" has a meaning within a script
// element.
func opensMarkup(rest string) bool {
	for _, word := range []string{"!--", "script", "/script"} {
		if len(rest) >= len(word) && strings.EqualFold(rest[:len(word)], word) {
			return true
		}
	}
	return false
}

// withNonce parses markup as browsers do and returns it with every element closed
// and the nonce on every script.
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

// setNonce sets the nonce of a script element and replaces any other.
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
