package pagetest

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// person is the User-Agent of the tests. The one of headless Chromium would be
// counted as a bot.
const person = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"

// browserPath returns the program to test with. Without one, the test is
// skipped or, where it must be there, fails.
func browserPath(t testing.TB) string {
	name := os.Getenv("CHROMIUM")
	if name == "" {
		name = "chromium"
	}
	path, err := exec.LookPath(name)
	switch {
	case err == nil:
	case os.Getenv("LINKPACK_CI") == "1":
		t.Fatalf("needs a browser: %v", err)
	default:
		t.Skipf("needs a browser: %v", err)
	}
	return path
}

// newBrowser starts a browser with a new profile and returns a window
// that is closed after the test.
func newBrowser(t testing.TB) context.Context {
	t.Helper()
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(browserPath(t)), chromedp.UserDataDir(profileFolder(t)), chromedp.UserAgent(person),
		chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.IgnoreCertErrors,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-sync", true), chromedp.Flag("disable-dev-shm-usage", true),
		chromedp.Flag("lang", "en"), chromedp.Flag("accept-lang", "en"), chromedp.WSURLReadTimeout(time.Minute),
	}
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...) // the test's context ends too early to close it
	t.Cleanup(stop)
	ctx, _ = chromedp.NewContext(ctx)
	t.Cleanup(func() {
		if err := chromedp.Cancel(ctx); err != nil {
			t.Errorf("closing the browser: %v", err)
		}
	})
	if err := chromedp.Run(ctx); err != nil {
		t.Fatal(err)
	}
	return ctx
}

// profileFolder returns a folder for a browser's profile. It is removed after the
// test, when the last process of the browser has stopped writing to it.
func profileFolder(t testing.TB) string {
	t.Helper()
	folder, err := os.MkdirTemp("", "pagetest")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		err := os.RemoveAll(folder)
		for end := time.Now().Add(slack); err != nil && time.Now().Before(end); err = os.RemoveAll(folder) {
			time.Sleep(50 * time.Millisecond)
		}
		if err != nil {
			t.Error(err)
		}
	})
	return folder
}

// newWindow opens another window of a browser.
func newWindow(browser context.Context, t testing.TB) context.Context {
	t.Helper()
	ctx, closeWindow := chromedp.NewContext(browser)
	t.Cleanup(closeWindow)
	return ctx
}

// run does something in a window, for at most a minute.
func run(window context.Context, t testing.TB, actions ...chromedp.Action) {
	t.Helper()
	if err := chromedp.Run(window); err != nil { // the window must outlive the timeout
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(window, time.Minute)
	defer cancel()
	if err := chromedp.Run(ctx, actions...); err != nil {
		t.Fatal(err)
	}
}

// open begins to open an address and does not wait for the page, which may
// leave before it has loaded.
func open(address string) chromedp.Action {
	return chromedp.ActionFunc(func(ctx context.Context) error {
		_, _, _, _, err := page.Navigate(address).Do(ctx)
		return err
	})
}

// stretch slows down the timers of all pages that a window opens from now on, so
// that a slow machine does the expected work before a timer ends.
func stretch(factor int) chromedp.Action {
	return chromedp.ActionFunc(func(ctx context.Context) error {
		_, err := page.AddScriptToEvaluateOnNewDocument(fmt.Sprintf(`{
			const own = window.setTimeout;
			window.setTimeout = (callback, delay) => own(callback, delay * %d);
		}`, factor)).Do(ctx)
		return err
	})
}

// awaitLocation waits until a window is at an address.
func awaitLocation(want string) chromedp.Action {
	return await("location.href === " + strconv.Quote(want))
}

// await waits until an expression is true in a window, whatever page it shows.
func await(expression string) chromedp.Action {
	return chromedp.ActionFunc(func(ctx context.Context) error {
		for reached := false; !reached; {
			if err := chromedp.Sleep(20 * time.Millisecond).Do(ctx); err != nil {
				return fmt.Errorf("waiting for %s: %w", expression, err)
			}
			_ = chromedp.Evaluate(expression, &reached).Do(ctx) // fails between two pages
		}
		return nil
	})
}
