package linkpack

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/linkpack/linkpack-go/routing"
)

// Script is markup that runs in the visitor's browser before the redirect, for
// measuring and retargeting.
type Script struct {
	// Content is markup such as script elements, the URL of a script, or plain
	// JavaScript. It has at most 10,000 bytes.
	Content string `json:"content"`
	// Position is where the script is placed on the page. Defaults to
	// [ScriptHead].
	Position ScriptPosition `json:"position"`
}

// ScriptPosition is a place on a page.
type ScriptPosition string

// The positions of a script.
const (
	ScriptHead ScriptPosition = "head" // within the head element
	ScriptBody ScriptPosition = "body" // within the body element
)

// checkScripts checks the scripts and sets missing positions. A link keeps its
// scripts when scripts are no longer allowed, but they do not run.
func (s *Shortener) checkScripts(ctx context.Context, link, stored *Link) error {
	const field = "retargeting_scripts"
	if len(link.Scripts) == 0 {
		link.Scripts = nil
		return nil
	}
	if len(link.Scripts) > maxScripts {
		return invalid(field, "has %d scripts, at most %d are allowed", len(link.Scripts), maxScripts)
	}
	for i := range link.Scripts {
		if err := link.Scripts[i].check(fmt.Sprintf("%s[%d].", field, i)); err != nil {
			return err
		}
	}
	if stored != nil && slices.Equal(link.Scripts, stored.Scripts) {
		return nil
	}
	asked := *link
	asked.Group, asked.GroupID, _ = link.chosenGroup(stored)
	allowed, err := s.allowsScripts(ctx, &asked)
	if err == nil && !allowed {
		err = invalid(field, "are not allowed on this server")
	}
	return err
}

// allowsScripts reports whether the scripts of a link are allowed. ScriptsAllowed gets
// the link with the name of its group.
func (s *Shortener) allowsScripts(ctx context.Context, link *Link) (bool, error) {
	if s.opts.ScriptsAllowed == nil {
		return false, nil
	}
	named, err := s.store.named(ctx, link)
	return err == nil && s.opts.ScriptsAllowed(named), err
}

// scriptsFor returns the scripts of a link that run in the browser of a visitor.
func (s *Shortener) scriptsFor(ctx context.Context, link *Link, visit *routing.Visit) ([]Script, error) {
	if len(link.Scripts) == 0 || visit.Header.Get("Sec-GPC") == "1" {
		return nil, nil
	}
	allowed, err := s.allowsScripts(ctx, link)
	if !allowed {
		return nil, err
	}
	return link.Scripts, nil
}

func (c *Script) check(prefix string) error {
	switch {
	case c.Content == "":
		return invalid(prefix+"content", "is required")
	case len(c.Content) > maxScriptBytes:
		return invalid(prefix+"content", "has %d bytes, at most %d are allowed", len(c.Content), maxScriptBytes)
	case c.Position == "":
		c.Position = ScriptHead
	case c.Position != ScriptHead && c.Position != ScriptBody:
		return invalid(prefix+"position", "must be head or body")
	}
	return errors.Join(checkText(prefix+"content", c.Content, maxScriptBytes), checkMarkup(prefix+"content", c.Content))
}

// checkMarkup rejects markup that cannot be parsed because its elements are
// nested too deeply. The page that runs scripts could not include it.
func checkMarkup(field, content string) error {
	content = strings.TrimSpace(content)
	if !strings.HasPrefix(content, "<") {
		return nil
	}
	within := &html.Node{Type: html.ElementNode, DataAtom: atom.Body, Data: "body"}
	if _, err := html.ParseFragment(strings.NewReader(content), within); err != nil {
		return invalid(field, "cannot be parsed: %s", strings.TrimPrefix(err.Error(), "html: "))
	}
	return nil
}
