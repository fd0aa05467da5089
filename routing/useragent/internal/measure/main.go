// Command measure counts how often the classifier is right about User-Agent
// headers. They come from public lists, which it loads from the npm registry, or
// from a file, each line of which has a class, a tab and the header.
//
//	go run ./routing/useragent/internal/measure -list woothee
//	go run ./routing/useragent/internal/measure -list woothee -misses crawler
//	go run ./routing/useragent/internal/measure FILE
//
// The classes are mobile, tablet, desktop and other for the devices of people,
// person for a person with any device, crawler, preview and agent, and bot for a
// bot of any kind. "human" counts all headers of people that are not classified as
// bots, "any bot" all headers of bots that are.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"strings"
)

func main() {
	list := flag.String("list", "", "the list to load: "+strings.Join(listNames(), ", "))
	misses := flag.String("misses", "", "list the headers of this class that are classified wrong")
	flag.Parse()
	if err := run(context.Background(), *list, flag.Args(), *misses); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, list string, args []string, misses string) error {
	headers, err := load(ctx, list, args)
	if err != nil {
		return err
	}
	m := measure{out: os.Stdout, misses: misses, counts: map[string]count{}}
	for _, h := range headers {
		m.add(h)
	}
	m.report()
	return nil
}

// load reads the headers of a list or, if it has no name, of a file.
func load(ctx context.Context, list string, args []string) ([]labelled, error) {
	if l, ok := lists[list]; ok && len(args) == 0 {
		return l.load(ctx)
	}
	if list != "" || len(args) != 1 {
		return nil, errors.New("name one file of classes and headers, or a list: " + strings.Join(listNames(), ", "))
	}
	text, err := os.ReadFile(args[0])
	if err != nil {
		return nil, err
	}
	headers, err := parseLines(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", args[0], err)
	}
	return headers, nil
}

// labelled is a header with its class.
type labelled struct{ class, header string }

func parseLines(text []byte) (headers []labelled, err error) {
	n := 0
	for line := range strings.Lines(string(text)) {
		n++
		class, header, ok := strings.Cut(strings.TrimRight(line, "\r\n"), "\t")
		if !ok {
			return nil, fmt.Errorf("line %d: no tab between class and header", n)
		}
		headers = append(headers, labelled{class, header})
	}
	return headers, nil
}

type measure struct {
	out    io.Writer
	misses string // the class whose wrong results are listed
	counts map[string]count
}

// count is the number of headers of a class, and of those classified right.
type count struct{ right, all int }
