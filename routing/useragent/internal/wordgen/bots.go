package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/linkpack/linkpack-go/routing/internal/npm"
	"github.com/linkpack/linkpack-go/routing/useragent/internal/automaton/build"
	"github.com/linkpack/linkpack-go/routing/useragent/internal/signal"
)

// Versions of the packages with the lists of bots.
const (
	isbotVersion    = "5.2.3"
	crawlersVersion = "1.60.0"
)

func fetchBots(ctx context.Context) ([]build.Word, error) {
	decided, err := parseReview(reviewed)
	if err != nil {
		return nil, err
	}
	source, err := npm.ReadFile(ctx, "isbot@"+isbotVersion, "index.js")
	if err != nil {
		return nil, err
	}
	general, err := isbotWords(source, decided)
	if err != nil {
		return nil, fmt.Errorf("isbot: %w", err)
	}
	source, err = npm.ReadFile(ctx, "crawler-user-agents@"+crawlersVersion, "crawler-user-agents.json")
	if err != nil {
		return nil, err
	}
	named, err := crawlerWords(source, decided)
	if err != nil {
		return nil, fmt.Errorf("crawler-user-agents: %w", err)
	}
	return append(general, named...), decided.complete()
}

// patternList is the array of patterns in isbot's script.
var patternList = regexp.MustCompile(`(?s)var patterns_default = (\[.*?\n\]);`)

func isbotWords(script []byte, r review) ([]build.Word, error) {
	match := patternList.FindSubmatch(script)
	if match == nil {
		return nil, errors.New("no list of patterns in the script")
	}
	var patterns []string
	if err := json.Unmarshal(match[1], &patterns); err != nil {
		return nil, err
	}
	var words []build.Word
	var errs []error
	for _, p := range patterns {
		some, err := translate(p, r.signalsOf(p, strength(p)))
		words, errs = append(words, some...), append(errs, err)
	}
	return words, errors.Join(errs...)
}

// strength returns Bot for the words of isbot that only programs send, at the start
// and words for bots, and Weak for general words, which may be in any name.
func strength(pattern string) signal.Set {
	if strings.HasPrefix(pattern, "^") || certain.MatchString(pattern) {
		return signal.Bot
	}
	return signal.Weak
}

var certain = regexp.MustCompile(`bot|crawl|spider|headless|lighthouse|phantom|preview|transcoder|linkcheck|checker|validator|scrape`)

// wordStart finds patterns that begin with a letter or digit. Names of crawlers are
// words, and not the ends of others: NING/ is no part of Lightning/.
var wordStart = regexp.MustCompile(`^[A-Za-z0-9]`)

func crawlerWords(list []byte, r review) ([]build.Word, error) {
	var crawlers []struct {
		Pattern string
		Tags    []string
	}
	if err := json.Unmarshal(list, &crawlers); err != nil {
		return nil, err
	}
	var words []build.Word
	var errs []error
	for _, c := range crawlers {
		some, err := translate(c.Pattern, r.signalsOf(c.Pattern, tagged(c.Tags)))
		for i := range some {
			some[i].Pattern = wordStart.ReplaceAllString(some[i].Pattern, `\b$0`)
		}
		words, errs = append(words, some...), append(errs, err)
	}
	return words, errors.Join(errs...)
}

// tagged returns the signals of a crawler with some tags.
func tagged(tags []string) signal.Set {
	signals := signal.Bot
	if slices.Contains(tags, "ai-crawler") {
		signals |= signal.Agent
	}
	if slices.Contains(tags, "social-preview") {
		signals |= signal.Preview
	}
	return signals
}

// translate returns the words for a pattern of a package: none if it has no
// signals, its replacements if it has some, else the pattern.
func translate(pattern string, signals signal.Set) ([]build.Word, error) {
	if signals == 0 {
		return nil, nil
	}
	forms, byHand := translated[pattern]
	if !byHand {
		forms = []string{pattern}
	}
	var words []build.Word
	for _, form := range forms {
		if err := build.Check(form); err != nil {
			return nil, fmt.Errorf("pattern %q needs a translation, or a reason to leave it out: %w", pattern, err)
		}
		words = append(words, build.Word{Pattern: form, Signals: uint64(signals)})
	}
	return words, nil
}
