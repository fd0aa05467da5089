// Package uap finds versions of browser and system and the device model in a
// User-Agent header, by the regular expressions of the ua-parser project.
//
// Make one [Parser] and use it for reports and lists of clicks. A new header takes
// about a millisecond, so do not use it while a visitor waits. Because anyone can
// send new headers, a Parser parses a limited number per second and reports when
// it did not parse one.
package uap

import (
	"cmp"
	_ "embed" // for the definitions
	"fmt"
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/routing/useragent"
	"github.com/maypok86/otter/v2"
	"github.com/ua-parser/uap-go/uaparser"
	"gopkg.in/yaml.v3"
)

//go:generate go run ../../internal/npm/fetch -package uap-core@0.18.0 -file regexes.yaml -out regexes.yaml

//go:embed regexes.yaml
var definitions []byte

// longest is how many bytes of a header are read.
const longest = 512

// Options changes how a [Parser] works. The zero value has all defaults.
type Options struct {
	// CacheSize is the number of headers in the cache. Defaults to 10,000, about
	// 5 MB.
	CacheSize int
	// ParsesPerSecond is the number of headers that may be parsed in each second. What
	// is not used is saved up for later. Defaults to 50, which takes a twentieth of a
	// processor core for headers of browsers and a quarter for malicious ones.
	ParsesPerSecond int
	// Burst is the maximum number of parses that are saved up, and so of headers that
	// are parsed at once. Defaults to 1,000, which is enough for a page of clicks of
	// which each has another header.
	Burst int
	// Now returns the time. Defaults to [time.Now].
	Now func() time.Time
}

// Parser parses headers and caches the results. It is safe for concurrent use, and a
// [routing.AgentParser].
type Parser struct {
	expressions *uaparser.Parser
	seen        *otter.Cache[string, routing.AgentDetails]
	budget      budget
}

// New returns a new Parser. nil options mean the defaults; a negative option is a
// [routing.FieldError]. Compiling the expressions takes about 0.1 s and 12 MB, so
// use one Parser for the whole program.
func New(opts *Options) (*Parser, error) {
	o, err := opts.orDefaults()
	if err != nil {
		return nil, err
	}
	expressions, err := compile()
	if err != nil {
		return nil, fmt.Errorf("uap: compile the expressions: %w", err)
	}
	seen, err := otter.New(&otter.Options[string, routing.AgentDetails]{MaximumSize: o.CacheSize})
	if err != nil {
		return nil, fmt.Errorf("uap: make the cache: %w", err)
	}
	return &Parser{
		expressions: expressions,
		seen:        seen,
		budget:      newBudget(&o),
	}, nil
}

// compile does not let the library sort expressions by use, which gives wrong
// results. The library's own cache is not needed, but its size must be positive.
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
	if o.Burst < 0 {
		return o, &routing.FieldError{Field: "Burst", Reason: "must not be negative"}
	}
	if o.CacheSize == 0 {
		o.CacheSize = 10_000
	}
	if o.ParsesPerSecond == 0 {
		o.ParsesPerSecond = 50
	}
	if o.Burst == 0 {
		o.Burst = 1000
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o, nil
}

// Parse returns the details of a header. It returns false and the zero AgentDetails if
// the header is not in the cache and the limit of parses is reached; the header can then
// be parsed later. Only the first 512 bytes are read, which
// browsers rarely exceed.
//
// Browser and OS are the names that [useragent.Classifier] gives, as in rules and
// statistics, or those of ua-parser if the Classifier knows none. A version is unknown
// if ua-parser finds another browser or system.
func (p *Parser) Parse(userAgent string) (routing.AgentDetails, bool) {
	userAgent = userAgent[:min(len(userAgent), longest)]
	if agent, ok := p.seen.GetIfPresent(userAgent); ok {
		return agent, true
	}
	if !p.budget.take() {
		return routing.AgentDetails{}, false
	}
	userAgent = strings.Clone(userAgent) // so that the cache does not keep the request
	agent := p.parse(userAgent)
	p.seen.Set(userAgent, agent)
	return agent, true
}

// parse calls the library for each of three parts, because its Parse starts a
// goroutine for each.
func (p *Parser) parse(userAgent string) routing.AgentDetails {
	named := useragent.Classifier{}.Classify(userAgent, nil)
	browser := p.expressions.ParseUserAgent(userAgent)
	os := p.expressions.ParseOs(userAgent)
	device := p.expressions.ParseDevice(userAgent)
	agent := routing.AgentDetails{
		Browser: cmp.Or(named.Browser, moreThanSystem(browserName(browser.Family))),
		OS:      cmp.Or(named.OS, osName(os.Family)),
		Brand:   known(device.Brand),
		Model:   known(device.Model),
	}
	if agent.Browser == browserName(browser.Family) {
		agent.BrowserVersion = version(browser.Major, browser.Minor, browser.Patch)
	}
	if agent.OS == osName(os.Family) {
		agent.OSVersion = version(os.Major, os.Minor, os.Patch)
	}
	return agent
}
