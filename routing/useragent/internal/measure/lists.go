package main

import (
	"cmp"
	"context"
	_ "embed" // for the own list
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/linkpack/linkpack-go/routing/internal/npm"
)

// list is a public list in a package of npm. Its labels are described in
// docs/user-agents.md.
type list struct {
	pkg   string // with its version
	files []string
	parse func(file []byte) ([]labelled, error)
}

var lists = map[string]list{
	"woothee":         {"woothee@1.11.1", wootheeFiles(), parseWoothee},
	"user-agents":     {"user-agents@2.1.198", []string{"dist/user-agents.json"}, parseVisitors},
	"ua-parser-js":    {"ua-parser-js@0.7.24", []string{"test/device-test.json"}, parseDevices},
	"cloudflare-bots": {"cloudflare-bot-directory@1.0.48", []string{"src/index.json"}, parseDirectory},
	"recent":          {parse: parseLines},
}

// recent has headers of apps and fetchers from public reports of the last two
// years, labelled by hand.
//
//go:embed recent.tsv
var recent []byte

func listNames() []string { return slices.Sorted(maps.Keys(lists)) }

func (l list) load(ctx context.Context) ([]labelled, error) {
	if l.pkg == "" {
		return l.parse(recent)
	}
	var all []labelled
	for _, name := range l.files {
		file, err := npm.ReadFile(ctx, l.pkg, name)
		if err != nil {
			return nil, err
		}
		headers, err := l.parse(file)
		if err != nil {
			return nil, fmt.Errorf("%s of %s: %w", name, l.pkg, err)
		}
		all = append(all, headers...)
	}
	return distinct(all), nil
}

// distinct drops headers that a list repeats.
func distinct(all []labelled) []labelled {
	slices.SortFunc(all, func(a, b labelled) int {
		return cmp.Or(strings.Compare(a.header, b.header), strings.Compare(a.class, b.class))
	})
	return slices.Compact(all)
}

func wootheeFiles() (files []string) {
	for _, name := range []string{
		"appliance", "crawler", "crawler_google", "crawler_nonmajor", "mobilephone_au", "mobilephone_docomo",
		"mobilephone_misc", "mobilephone_softbank", "mobilephone_willcom", "pc_lowpriority", "pc_misc", "pc_windows",
		"smartphone_android", "smartphone_ios", "smartphone_misc",
	} {
		files = append(files, "woothee/testsets/"+name+".yaml")
	}
	return files
}

// wootheeEntry is a header and its category in the list of woothee, in YAML.
var wootheeEntry = regexp.MustCompile(`(?m)^- target: (?:'(.*)'|(.*))\n(?:  .*\n)*?  category: (\w+)`)

var wootheeClasses = map[string]string{
	"pc": "desktop", "smartphone": "person", "mobilephone": "mobile", "appliance": "other", "crawler": "bot",
}

func parseWoothee(file []byte) (headers []labelled, err error) {
	for _, m := range wootheeEntry.FindAllSubmatch(file, -1) {
		if class := wootheeClasses[string(m[3])]; class != "" {
			headers = append(headers, labelled{class, string(m[1]) + string(m[2])})
		}
	}
	return headers, nil
}

func parseVisitors(file []byte) (headers []labelled, err error) {
	var visitors []struct{ UserAgent, DeviceCategory string }
	err = json.Unmarshal(file, &visitors)
	for _, v := range visitors {
		headers = append(headers, labelled{v.DeviceCategory, v.UserAgent})
	}
	return headers, err
}

func parseDevices(file []byte) (headers []labelled, err error) {
	var devices []struct {
		UA     string
		Expect struct{ Type string }
	}
	err = json.Unmarshal(file, &devices)
	for _, d := range devices {
		class := d.Expect.Type
		switch class {
		case "", "undefined":
			class = "person"
		case "smarttv", "console":
			class = "other"
		}
		headers = append(headers, labelled{class, d.UA})
	}
	return headers, err
}

func parseDirectory(file []byte) (headers []labelled, err error) {
	var bots []struct {
		Category   string
		UserAgents []string
	}
	err = json.Unmarshal(file, &bots)
	for _, b := range bots {
		class := "crawler"
		switch b.Category {
		case "PAGE_PREVIEW":
			class = "preview"
		case "AI_ASSISTANT", "AI_SEARCH", "AI_CRAWLER":
			class = "agent"
		}
		for _, header := range b.UserAgents {
			headers = append(headers, labelled{class, header})
		}
	}
	return headers, err
}
