// Command wordgen makes the automaton that finds the words of User-Agent headers,
// from our own list and those of the npm packages isbot and crawler-user-agents.
//
//	go run ./internal/wordgen -out words_gen.go
//
// It fails if a package has a pattern that is neither supported nor listed as
// translated or left out.
package main

import (
	"context"
	"flag"
	"log"
	"os"

	"github.com/linkpack/linkpack-go/routing/useragent/internal/automaton/build"
)

func main() {
	out := flag.String("out", "words_gen.go", "the file to write")
	flag.Parse()
	if err := run(context.Background(), *out); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, out string) error {
	bots, err := fetchBots(ctx)
	if err != nil {
		return err
	}
	table, err := build.Table(append(ownWords(), bots...))
	if err != nil {
		return err
	}
	source, err := render(table)
	if err != nil {
		return err
	}
	log.Printf("%d classes, %d entries, %d outputs", table.Classes, len(table.Entries), len(table.Outputs))
	return os.WriteFile(out, source, 0o644)
}
