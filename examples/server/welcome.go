package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/linkpack/linkpack-go/linkpack"
)

// welcome prints where the links are stored and served, and commands to try.
func welcome(ctx context.Context, out io.Writer, links *linkpack.Shortener, cfg *config, name, local, token string) error {
	fmt.Fprintf(out, "Links in %s are served on %s\n", name, local)
	sayTrust(out, cfg)
	shown, err := showDemo(ctx, out, links, cfg, local)
	if err != nil {
		return err
	}
	if shown != nil {
		fmt.Fprintf(out, "\nThe QR code of %s: %s/%s/qr.svg\n", shown.Name, local, shown.ShortCode)
	}
	showAPIs(out, shown, cfg, local, token)
	fmt.Fprintln(out, "\nCtrl-C stops the server; nothing is lost.")
	return nil
}

// sayTrust prints which proxies are trusted.
func sayTrust(out io.Writer, cfg *config) {
	if len(cfg.proxies) == 0 {
		return
	}
	prefixes := make([]string, len(cfg.proxies))
	for i, prefix := range cfg.proxies {
		prefixes[i] = prefix.String()
	}
	fmt.Fprintf(out, "X-Forwarded-For is trusted from %s (see -trusted-proxies)\n",
		strings.Join(prefixes, ", "))
}

// showDemo prints the demonstration links that still exist, with commands to try,
// and returns the first of them.
func showDemo(ctx context.Context, out io.Writer, links *linkpack.Shortener, cfg *config, local string) (*linkpack.Link, error) {
	if cfg.noDemo {
		return nil, nil
	}
	var first *linkpack.Link
	for _, d := range demos(cfg.baseURL) {
		link, err := links.LinkByCode(ctx, linkpack.DefaultWorkspace, "", d.link.ShortCode)
		if errors.Is(err, linkpack.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if first == nil {
			fmt.Fprintln(out, "\nOnly people's visits count as clicks. curl is a program, so these commands send a browser's User-Agent (-A).")
			first = link
		}
		fmt.Fprintf(out, "\n%s: %s\n", link.Name, links.URL(link))
		tries := d.tries
		if tries == nil {
			if tries, err = variants(ctx, links, link); err != nil {
				return nil, err
			}
		}
		showTries(out, tries, cfg, local+"/"+link.ShortCode)
	}
	return first, nil
}

// showTries prints the commands of visits to a URL.
func showTries(out io.Writer, tries []try, cfg *config, url string) {
	for _, try := range tries {
		if !try.forwarded || cfg.trustsLoopback() {
			fmt.Fprintf(out, "  # %s\n  curl -si %s %s\n", try.what, try.args, url)
		}
	}
}

// showAPIs prints commands that call the APIs. Commands that need a link use the given
// one, or are left out if it is nil.
func showAPIs(out io.Writer, link *linkpack.Link, cfg *config, local, token string) {
	fmt.Fprint(out, "\nThe Link Pack API")
	if token == "" {
		token = "$LINKPACK_TOKEN"
		fmt.Fprint(out, " (set LINKPACK_TOKEN to the token that the first start printed; if it is lost, start with -token and another one)")
	}
	fmt.Fprintln(out, ":")
	auth, body := header("Authorization: Bearer "+token), "-H 'Content-Type: application/json' -d "
	api := local + "/api/v1"
	fmt.Fprintf(out, "  # shorten a URL\n  curl -s %s %s'{\"longUrl\":\"https://example.com/new\"}' %s/shorten\n", auth, body, api)
	fmt.Fprintf(out, "  # list the links\n  curl -s %s %s/links\n", auth, api)
	if link != nil {
		showChange(out, link, auth, body, api)
	}
	fmt.Fprintf(out, "\nThe Linkbreakers API, with the same token and links:\n  # make a link\n  curl -s %s %s'{\"destination\":\"https://example.com/other\"}' %s/v1/links\n", auth, body, local)
	pair := header("X-Api-Key: "+token) + " " + header("X-Api-Secret: "+cmp.Or(cfg.genius.secret, token))
	fmt.Fprintf(out, "\nThe Geniuslink API, with the token as key:\n  # list the links\n  curl -s %s %s/v4/links/list\n", pair, local)
}

// header returns the argument of curl that sends a header. Variables in it are left to
// the shell.
func header(text string) string {
	if strings.Contains(text, "$LINKPACK_TOKEN") {
		return `-H "` + text + `"`
	}
	return "-H " + shellQuote(text)
}

// showChange prints commands that use a link.
func showChange(out io.Writer, link *linkpack.Link, auth, body, api string) {
	fmt.Fprintf(out, "  # change a link\n  curl -s -X PATCH %s %s'{\"utm_content\":\"button\"}' %s/link/%s\n", auth, body, api, link.ID)
	fmt.Fprintf(out, "  # count its clicks\n  curl -s %s %s/stats/%s\n", auth, api, link.ShortCode)
}

// shellQuote quotes text as one word for the shell.
func shellQuote(text string) string {
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}
