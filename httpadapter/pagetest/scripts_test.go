package pagetest

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"github.com/linkpack/linkpack-go/linkpack"
)

const pixel = `new Image().src = "{other}/pixel.gif";`

// head and body are scripts at the two positions.
func head(contents ...string) (scripts []linkpack.Script) {
	for _, content := range contents {
		scripts = append(scripts, linkpack.Script{Content: content, Position: linkpack.ScriptHead})
	}
	return scripts
}

func body(contents ...string) []linkpack.Script {
	scripts := head(contents...)
	for i := range scripts {
		scripts[i].Position = linkpack.ScriptBody
	}
	return scripts
}

func TestScriptsFireAndLetTheVisitorGo(t *testing.T) {
	browser := newBrowser(t)
	// These make their request at the moment when the visitor leaves, so the two race.
	late := []string{"a script on load", "a script that blocks for long"}
	for name, c := range map[string]struct {
		scripts []linkpack.Script
		fired   []string      // what the scripts ask for before the visitor leaves
		wait    time.Duration // the visitor is there within a second and this, as pages count
	}{
		"plain JavaScript":                {head(pixel), []string{"GET /pixel.gif"}, 0},
		"the URL of a script":             {head("{other}/a.js"), []string{"GET /a.js", "GET /a.gif"}, 0},
		"markup":                          {body(`<script async src="{other}/a.js"></script><img src="{other}/b.gif">`), []string{"GET /a.js", "GET /a.gif", "GET /b.gif"}, 0},
		"a script that loads another":     {head(`var s = document.createElement("script"); s.src = "{other}/a.js"; document.head.append(s);`), []string{"GET /a.js", "GET /a.gif"}, 0},
		"a script on load":                {head(`addEventListener("load", function () { ` + parting + ` });`), nil, 0},
		"several, in their order":         {slices.Concat(head(`window.path = "/pixel.gif";`), body(`new Image().src = "{other}" + window.path;`)), []string{"GET /pixel.gif"}, 0},
		"a script that throws":            {head(`throw new Error("broken");`, pixel), []string{"GET /pixel.gif"}, 0},
		"a script that is no JavaScript":  {head(`if (`, pixel), []string{"GET /pixel.gif"}, 0},
		"markup that is not closed":       {head(`<script>`+pixel, `<!-- `, `<div><textarea>`), []string{"GET /pixel.gif"}, 0},
		"a script that is never answered": {body(pixel, "{other}/hang"), []string{"GET /pixel.gif"}, time.Second},
		"a pixel that is never answered":  {body(`<img src="{other}/hang">`, pixel), []string{"GET /pixel.gif"}, time.Second},
		"a script that blocks for long":   {head(parting + block), nil, 1500 * time.Millisecond},
		"a script that never settles":     {head(pixel + `new Promise(function () {}); setInterval(function () {}, 1);`), []string{"GET /pixel.gif"}, 0},
		"a script that stops the page":    {head(pixel + `window.stop();`), nil, time.Second},
		"a script that breaks timers":     {body(pixel + `window.setTimeout = null; window.addEventListener = null;`), []string{"GET /pixel.gif"}, time.Second},
		"a script that empties the page":  {body(pixel + `document.documentElement.innerHTML = "";`), nil, time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			window := newWindow(browser, t)
			run(window, t, chromedp.Navigate("about:blank"))
			limit := time.Second + c.wait
			if c.fired != nil {
				run(window, t, stretch(patience))
				limit *= patience
			}
			start := time.Now()
			arrive(window, t, s, s.shorten(t, linkpack.Link{Scripts: c.scripts}))
			if took := time.Since(start); took > limit+slack {
				t.Errorf("took %v", took)
			}
			s.checkFired(t, c.fired)
			if slices.Contains(late, name) {
				s.awaitRequest(t, "GET /pixel.gif")
			}
		})
	}
}

// parting requests the pixel so that leaving the page does not cancel the request.
const parting = `fetch("{other}/pixel.gif", {mode: "no-cors", keepalive: true});`

// block keeps the page busy.
const block = `var end = Date.now() + 1500; while (Date.now() < end) {}`

const (
	// patience is the factor by which timers are slowed down when a request must
	// arrive before the page leaves.
	patience = 5
	// slack allows for a busy machine.
	slack = 30 * time.Second
)

// arrive opens a link and waits until the browser is where it leads.
func arrive(window context.Context, t *testing.T, s *site, link string) {
	t.Helper()
	var at string
	run(window, t, open(link), await(`document.querySelector("#arrived") !== null`), chromedp.Location(&at))
	if want := s.other + "/there?a=1&b=%27x%27#c"; at != want { // browsers write quotes so
		t.Errorf("arrived at %s, want %s", at, want)
	}
}

// checkFired fails unless the scripts asked for what they should, all before
// the visitor went to the destination.
func (s *site) checkFired(t *testing.T, want []string) {
	t.Helper()
	seen := s.requests()
	left := slices.Index(seen, "GET /there")
	for _, request := range want {
		if at := slices.Index(seen, request); at < 0 || at > left {
			t.Errorf("%s is missing before the visitor left: %q", request, seen)
		}
	}
	if left < 0 || slices.Contains(seen[left+1:], "GET /there") {
		t.Errorf("the visitor did not arrive once: %q", seen)
	}
}

// awaitRequest waits for a request to the other server.
func (s *site) awaitRequest(t *testing.T, request string) {
	t.Helper()
	for end := time.Now().Add(slack); !slices.Contains(s.requests(), request); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Errorf("%s never came: %q", request, s.requests())
			return
		}
	}
}

func TestVisitorsWithoutJavaScript(t *testing.T) {
	s := newSite(t)
	window := newWindow(newBrowser(t), t)
	run(window, t, emulation.SetScriptExecutionDisabled(true))
	arrive(window, t, s, s.shorten(t, linkpack.Link{Scripts: slices.Concat(
		head(pixel), body(`<noscript><img src="{other}/quiet.gif"></noscript>`),
	)}))
	s.checkFired(t, []string{"GET /quiet.gif"})
	if seen := s.requests(); slices.Contains(seen, "GET /pixel.gif") {
		t.Errorf("a script ran: %q", seen)
	}
}

func TestVisitorsWithoutJavaScriptCanClick(t *testing.T) {
	s := newSite(t)
	window := newWindow(newBrowser(t), t)
	link := s.shorten(t, linkpack.Link{Scripts: body(`<noscript><img src="{other}/hang"></noscript>`)})
	var at string
	run(window, t, emulation.SetScriptExecutionDisabled(true), open(link),
		chromedp.Click("a.button", chromedp.NodeVisible), await(`document.querySelector("#arrived") !== null`), chromedp.Location(&at))
	if !strings.HasPrefix(at, s.other+"/there?") {
		t.Errorf("arrived at %s", at)
	}
}

func TestVisitorsWhoObjectMeetNoScripts(t *testing.T) {
	s := newSite(t)
	window := newWindow(newBrowser(t), t)
	run(window, t, network.Enable(), network.SetExtraHTTPHeaders(network.Headers{"Sec-GPC": "1"}))
	arrive(window, t, s, s.shorten(t, linkpack.Link{Scripts: head(pixel)}))
	if seen := s.requests(); len(seen) != 1 {
		t.Errorf("requests are %q", seen)
	}
}

func TestBackDoesNotReturnToThePage(t *testing.T) {
	s := newSite(t)
	window := newWindow(newBrowser(t), t)
	before := s.other + "/before"
	run(window, t, chromedp.Navigate(before))
	arrive(window, t, s, s.shorten(t, linkpack.Link{Scripts: head(pixel)}))
	run(window, t, chromedp.Evaluate("history.back()", nil), awaitLocation(before))
}
