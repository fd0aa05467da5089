package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
)

// config holds the values of the flags.
type config struct {
	addr       string
	baseURL    string
	db         string
	postgres   server
	sealing    sealing
	token      string
	proxies    []netip.Prefix
	internal   []netip.Prefix
	geo        string
	clicks     analytics.Options
	seed       int
	noDemo     bool
	allScripts bool
	genius     geniuslink
	attributes bool // of visitors are lists in the Linkbreakers API
	cookies    cookies
	targets    []netip.Prefix
	cpuProfile string
}

// geniuslink configures the Geniuslink API.
type geniuslink struct {
	secret  string // goes with the token as key; "" means the token itself
	inQuery bool
}

// parseFlags parses the command line. Errors name the flag and the reason. With
// -help it prints the help text to out.
func parseFlags(args []string, out io.Writer) (*config, error) {
	cfg := &config{}
	flags := flag.NewFlagSet("server", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&cfg.addr, "addr", "127.0.0.1:8080", "`address` to listen on; port 0 chooses a free port")
	flags.StringVar(&cfg.baseURL, "base-url", "", "`URL` that short links begin with; its path is served, too (default: the address)")
	flags.StringVar(&cfg.db, "db", "linkpack.db", "`file` for all data; created if it does not exist. It grows by 16 MiB at a time, but the part that is not written yet takes no space on most disks")
	flags.StringVar(&cfg.postgres.dsn, "postgres", "", "URL or `pairs` that say where a PostgreSQL database is, which takes the place of -db; several servers can share it. Others can read the command line, so keep the password in the environment (PGPASSWORD) or in ~/.pgpass (default: none)")
	flags.IntVar(&cfg.postgres.lanes, "lanes", 16, "how many servers can use -postgres at a time")
	flags.StringVar(&cfg.sealing.file, "seal-key", "", "`file` with 32 random bytes in hexadecimal or base64, which encrypt the keys in the store that tokens, webhooks and URLs of images are signed with. The store cannot be opened without it from then on; keep it elsewhere (default: they are not encrypted)")
	flags.StringVar(&cfg.sealing.oldFiles, "old-seal-keys", "", "comma-separated `files` of earlier values of -seal-key, for one start after it has changed (default: none)")
	flags.StringVar(&cfg.token, "token", "", "API `token` of the default workspace, 16 or more printable characters (default: made on the first start). If you have lost a token, start with another one; the old one stays valid")
	flags.Func("trusted-proxies", "comma-separated `prefixes` of proxies whose X-Forwarded-For is trusted (default: loopback if -addr is loopback, otherwise none)", readPrefixes(&cfg.proxies))
	flags.Func("internal", "comma-separated `prefixes` of your own office, testers and monitoring, whose visits are not counted as clicks (default: none)", readPrefixes(&cfg.internal))
	flags.StringVar(&cfg.geo, "geo", "", "MaxMind DB `file` with countries (default: the embedded database)")
	flags.Func("durability", "batched: clicks are on disk within 100 ms after the answer; sync: before the answer (default: batched)", cfg.setDurability)
	flags.Func("addresses", "how much of visitors' addresses is stored: truncated (to /24 and /48), full or none (default: truncated)", cfg.setAddresses)
	flags.BoolVar(&cfg.clicks.DropUserAgents, "no-user-agents", false, "do not store the User-Agent headers of visitors")
	flags.DurationVar(&cfg.clicks.Retention, "retention", 0, "how long single clicks are kept, as in 2160h for 90 days; figures stay (default: forever)")
	flags.IntVar(&cfg.seed, "seed", 0, "create `N` links c00000, c00001, … for load tests at start, if they do not exist")
	flags.BoolVar(&cfg.noDemo, "no-demo", false, "do not create or show demonstration links")
	flags.BoolVar(&cfg.allScripts, "allow-scripts", false, "let every link have retargeting scripts, which run on the host of the short links (default: only the demonstration link has one)")
	flags.StringVar(&cfg.genius.secret, "geniuslink-secret", "", "`secret` that clients of the Geniuslink API send with -token as their key (default: the token)")
	flags.BoolVar(&cfg.genius.inQuery, "geniuslink-query-secrets", false, "let clients of the Geniuslink API send key and secret in URLs, which proxies log and browsers keep")
	flags.Func("linkbreakers-attributes", "map or list: how the Linkbreakers API answers with attributes of visitors, unless a token was made with a choice of its own; SDKs from 1.108 read lists (default: map)", cfg.setAttributes)
	flags.BoolVar(&cfg.cookies.visitors, "visitor-cookie", false, "know visitors again by a cookie, which the law may ask their consent for")
	flags.Func("conversion-cookie", "parent `domain` of the short links and of pages that record conversions, for a cookie with the latest click on a link that tracks them (default: none)", cfg.cookies.setDomain)
	flags.Func("allow-webhook-targets", "comma-separated `prefixes` that webhooks may send to although they are not public (default: none)", readPrefixes(&cfg.targets))
	flags.StringVar(&cfg.cpuProfile, "cpuprofile", "", "`file` to write a CPU profile to")
	err := flags.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		flags.SetOutput(out)
		flags.Usage()
		return nil, err
	case err != nil:
		return nil, err
	case flags.NArg() > 0 && cfg.postgres.dsn != "": // it may be a password
		return nil, errors.New("unexpected argument; put quotation marks around the pairs of -postgres")
	case flags.NArg() > 0:
		return nil, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	case cfg.clicks.Retention < 0, cfg.clicks.Retention > 0 && cfg.clicks.Retention < time.Hour:
		return nil, fmt.Errorf("-retention %v: must be 0 or at least an hour", cfg.clicks.Retention)
	case cfg.seed < 0:
		return nil, fmt.Errorf("-seed %d: must not be negative", cfg.seed)
	}
	if err := errors.Join(cfg.postgres.read(flags), cfg.sealing.read()); err != nil {
		return nil, err
	}
	if cfg.proxies == nil && onLoopback(cfg.addr) {
		cfg.proxies = loopback()
	}
	return cfg, nil
}

func (cfg *config) setDurability(text string) error {
	switch text {
	case "batched":
		cfg.clicks.Sync = false
	case "sync":
		cfg.clicks.Sync = true
	default:
		return errors.New("must be batched or sync")
	}
	return nil
}

func (cfg *config) setAddresses(text string) error {
	switch text {
	case "truncated":
		cfg.clicks.Addresses = analytics.TruncateAddresses
	case "full":
		cfg.clicks.Addresses = analytics.KeepAddresses
	case "none":
		cfg.clicks.Addresses = analytics.DropAddresses
	default:
		return errors.New("must be truncated, full or none")
	}
	return nil
}

func (cfg *config) setAttributes(text string) error {
	switch text {
	case "map":
		cfg.attributes = false
	case "list":
		cfg.attributes = true
	default:
		return errors.New("must be map or list")
	}
	return nil
}

// readPrefixes returns a function that reads address prefixes and single addresses
// into a list. The list is not nil then, even if there are none.
func readPrefixes(list *[]netip.Prefix) func(string) error {
	return func(text string) error {
		*list = []netip.Prefix{}
		for part := range strings.SplitSeq(text, ",") {
			part = strings.TrimSpace(part)
			if part == "" {
				continue
			}
			if addr, err := netip.ParseAddr(part); err == nil {
				part = netip.PrefixFrom(addr, addr.BitLen()).String()
			}
			prefix, err := netip.ParsePrefix(part)
			if err != nil {
				return fmt.Errorf("%q is not an address prefix such as 10.0.0.0/8", part)
			}
			*list = append(*list, prefix)
		}
		return nil
	}
}

// loopback returns the loopback networks.
func loopback() []netip.Prefix {
	return []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}
}

// trustsLoopback reports whether loopback addresses are trusted proxies.
func (cfg *config) trustsLoopback() bool {
	home := netip.MustParseAddr("127.0.0.1")
	return slices.ContainsFunc(cfg.proxies, func(p netip.Prefix) bool { return p.Contains(home) })
}

// onLoopback reports whether addr is reachable only from this machine.
func onLoopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return false
	}
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}
