// Package uap tells browser, system and device model with their versions from
// a User-Agent header, by the regular expressions of the ua-parser project.
//
// One header that was not seen lately costs about a millisecond, so this is
// for what runs behind the requests, such as a recorder or a report, and never
// for the request itself. Anyone can send new headers all day; therefore a
// [Parser] parses only so many per second and says so of the rest.
package uap

import (
	_ "embed" // for the definitions
	"fmt"
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/routing"
	"github.com/maypok86/otter/v2"
	"github.com/ua-parser/uap-go/uaparser"
	"gopkg.in/yaml.v3"
)

//go:generate go run ../../internal/npm/fetch -package uap-core@0.18.0 -file regexes.yaml -out regexes.yaml

//go:embed regexes.yaml
var definitions []byte

// longest is how many bytes of a header are looked at.
const longest = 512

// Agent is what a header says in detail. Empty fields are unknown.
type Agent struct {
	// Browser is the browser's family by the name that [routing.Agent] has for
	// it, as in "Chrome" for Chrome on phones too; BrowserVersion is its
	// version with up to three numbers, as in "142.0".
	Browser, BrowserVersion string
	// OS is the system's family by the name that [routing.Agent] has for it;
	// OSVersion is its version, as in "18.7".
	OS, OSVersion string
	// Brand and Model name the device, as in "Samsung" and "SM-S918B".
	Brand, Model string
}

// Options changes how a [Parser] works. The zero value has all defaults.
type Options struct {
	// CacheSize is how many headers the parser remembers. Defaults to 10,000,
	// which takes some 5 MB.
	CacheSize int
	// ParsesPerSecond bounds the work on headers that are not remembered.
	// Defaults to 50, a twentieth of a processor core for headers of browsers
	// and a quarter for those made to cost.
	ParsesPerSecond int
	// Now tells the time. Defaults to [time.Now].
	Now func() time.Time
}

// Parser parses headers and remembers the results. It is safe for concurrent
// use.
type Parser struct {
	expressions *uaparser.Parser
	seen        *otter.Cache[string, Agent]
	budget      budget
}

// New compiles the expressions, which takes about 0.1 s and 12 MB; a program
// needs one Parser. A negative option is a [routing.FieldError].
func New(opts *Options) (*Parser, error) {
	o, err := opts.orDefaults()
	if err != nil {
		return nil, err
	}
	expressions, err := compile()
	if err != nil {
		return nil, fmt.Errorf("compile the definitions of user agents: %w", err)
	}
	seen, err := otter.New(&otter.Options[string, Agent]{MaximumSize: o.CacheSize})
	if err != nil {
		return nil, fmt.Errorf("make the cache of user agents: %w", err)
	}
	return &Parser{
		expressions: expressions,
		seen:        seen,
		budget:      budget{perSecond: o.ParsesPerSecond, now: o.Now},
	}, nil
}

// compile leaves the library's option to sort expressions by use alone, which
// gives wrong results. The library's cache is of no use behind ours, but
// cannot be empty.
func compile() (*uaparser.Parser, error) {
	var d uaparser.RegexDefinitions
	if err := yaml.Unmarshal(definitions, &d); err != nil {
		return nil, err
	}
	return uaparser.New(uaparser.WithRegexDefinitions(d), uaparser.WithCacheSize(1))
}

func (opts *Options) orDefaults() (Options, error) {
	o := Options{}
	if opts != nil {
		o = *opts
	}
	if o.CacheSize < 0 {
		return o, &routing.FieldError{Field: "CacheSize", Reason: "must not be negative"}
	}
	if o.ParsesPerSecond < 0 {
		return o, &routing.FieldError{Field: "ParsesPerSecond", Reason: "must not be negative"}
	}
	if o.CacheSize == 0 {
		o.CacheSize = 10_000
	}
	if o.ParsesPerSecond == 0 {
		o.ParsesPerSecond = 50
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o, nil
}

// Parse returns what the header says. It returns false, and nothing known, if
// the header is not remembered and this second's parses are used up: keep the
// header to parse it later, or never. Only the first 512 bytes count, which
// browsers rarely exceed.
func (p *Parser) Parse(userAgent string) (Agent, bool) {
	userAgent = userAgent[:min(len(userAgent), longest)]
	if agent, ok := p.seen.GetIfPresent(userAgent); ok {
		return agent, true
	}
	if !p.budget.take() {
		return Agent{}, false
	}
	userAgent = strings.Clone(userAgent) // remembered without the rest of the request
	agent := p.parse(userAgent)
	p.seen.Set(userAgent, agent)
	return agent, true
}

// parse asks for the three parts one by one, because the library's Parse
// starts a goroutine for each.
func (p *Parser) parse(userAgent string) Agent {
	browser := p.expressions.ParseUserAgent(userAgent)
	os := p.expressions.ParseOs(userAgent)
	device := p.expressions.ParseDevice(userAgent)
	return Agent{
		Browser:        browserName(browser.Family),
		BrowserVersion: version(browser.Major, browser.Minor, browser.Patch),
		OS:             osName(os.Family),
		OSVersion:      version(os.Major, os.Minor, os.Patch),
		Brand:          known(device.Brand),
		Model:          known(device.Model),
	}
}
