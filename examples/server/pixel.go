package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/linkpack/linkpack-go/linkpack"
)

// pixelCode is the code of the demonstration link with a script, and pixelScript and
// pixelPage are where this server has the script and the page that the link leads to.
const (
	pixelCode   = "retargeting"
	pixelScript = "pixel.js"
	pixelPage   = "pixel.html"
)

// pixelScripts returns the scripts of the demonstration link. Their address is relative
// to that of the link, so that they are found below any base URL.
func pixelScripts() []linkpack.Script {
	return []linkpack.Script{{Content: `<script src="` + pixelScript + `"></script>`, Position: linkpack.ScriptHead}}
}

// pixelLink returns the demonstration link, which leads to a page below home.
func pixelLink(home string) linkpack.Link {
	return linkpack.Link{
		ShortCode: pixelCode, Name: "Retargeting script", Scripts: pixelScripts(),
		Destination: strings.TrimRight(home, "/") + "/" + pixelPage,
	}
}

// allowsScripts decides which links may have scripts: all with -allow-scripts,
// otherwise those with the script of the demonstration.
func (cfg *config) allowsScripts(link *linkpack.Link) bool {
	return cfg.allScripts || slices.Equal(link.Scripts, pixelScripts())
}

// aimPixel lets the demonstration link lead to the page below home, which may have been
// elsewhere at an earlier start.
func aimPixel(ctx context.Context, links *linkpack.Shortener, home string) error {
	want := pixelLink(home).Destination
	link, err := links.LinkByCode(ctx, linkpack.DefaultWorkspace, "", pixelCode)
	if errors.Is(err, linkpack.ErrNotFound) {
		return nil
	}
	if err != nil || link.Destination == want || !strings.HasSuffix(link.Destination, "/"+pixelPage) {
		return err
	}
	_, err = links.UpdateLink(ctx, link.Workspace, link.ID, func(l *linkpack.Link) error {
		l.Destination = want
		return nil
	})
	return err
}

// pixel serves the script and counts its calls.
type pixel struct {
	calls atomic.Int64
}

// serveScript counts a call of the script.
func (p *pixel) serveScript(w http.ResponseWriter, _ *http.Request) {
	p.calls.Add(1)
	w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	fmt.Fprintln(w, "// A real script would tell an advertising network of the visit.")
}

// servePage shows how often the script was called.
func (p *pixel) servePage(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; base-uri 'none'; frame-ancestors 'none'")
	fmt.Fprintf(w, "<!DOCTYPE html>\n<title>Retargeting script</title>\n<p>Calls of the script since the server started: %d</p>\n", p.calls.Load())
}
