package pagetest

import (
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/linkpack/linkpack-go/linkpack"
)

// enter fills in the form and presses its button.
func enter(password string) chromedp.Action {
	return chromedp.Evaluate(`document.querySelector("#password").value = `+strconv.Quote(password)+`;
		document.querySelector("button").click();`, nil)
}

func TestPasswordInABrowser(t *testing.T) {
	s := newSite(t)
	window := newWindow(newBrowser(t), t)
	link := linkpack.Link{RedirectStatus: 302}
	if err := link.SetPassword("open sesame & ä"); err != nil {
		t.Fatal(err)
	}
	var notice, at, referrer string
	run(window, t, look(320, "light"), speak("en"), chromedp.Navigate(s.shorten(t, link)), enter("open"), await(`document.querySelector("#notice") !== null`))
	for _, scheme := range []string{"light", "dark"} {
		run(window, t, look(320, scheme))
		checkFit(window, t, "en")
		if *shots != "" {
			shoot(window, t, "password-wrong-en-phone-"+scheme)
		}
	}
	run(window, t,
		chromedp.Evaluate(`document.querySelector("#notice").textContent`, &notice),
		enter("open sesame & ä"),
		await(`document.querySelector("#arrived") !== null`),
		chromedp.Location(&at),
		chromedp.Evaluate(`document.querySelector("#referrer").textContent`, &referrer),
	)
	if !strings.Contains(notice, "not the password") {
		t.Errorf("the notice is %q", notice)
	}
	if !strings.HasPrefix(at, s.other+"/there?") || strings.Contains(at, "sesame") {
		t.Errorf("arrived at %s", at)
	}
	if seen := s.requests(); len(seen) != 1 || seen[0] != "GET /there" || referrer != "" {
		t.Errorf("the destination saw %q from %q", seen, referrer)
	}
}
