// Command qr draws a QR code as a PNG, SVG, JPEG, WebP or PDF file. The design is a
// JSON file in the form of qr-code-styling or Linkbreakers:
//
//	go run ./qr -design design.json -text https://go.example/spring -o code.svg
//
// With -safe it corrects the design so that scanners can read the code, and prints the
// changes, or fails if that is not possible. -qr-version and -mask choose a certain
// symbol, to compare images with those of other programs.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/linkpack/linkpack-go/qr"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	flags := flag.NewFlagSet("qr", flag.ExitOnError)
	design := flags.String("design", "", "JSON `file` with the design; empty for a plain code")
	text := flags.String("text", "", "text of the code; empty for the design's data")
	version := flags.Int("qr-version", 0, "version, 1 to 40; 0 for the design's")
	mask := flags.Int("mask", -1, "mask pattern, 0 to 7; -1 for the best")
	safe := flags.Bool("safe", false, "change the design so that scanners read it, or fail")
	out := flags.String("o", "code.png", "output `file`: .png, .svg, .jpeg, .jpg, .webp or .pdf; without an extension, the format that the design prefers")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	d, err := readDesign(*design)
	if err != nil {
		return err
	}
	if *version != 0 {
		d.QR.Version = *version
	}
	code, err := qr.Draw(*text, d, drawOptions(*mask, *safe))
	if err != nil {
		return err
	}
	report(code)
	return write(code, *out)
}

func drawOptions(mask int, safe bool) *qr.Options {
	options := &qr.Options{}
	if mask != -1 {
		options.Mask = &mask
	}
	if safe {
		options.Safe = qr.SafeRequire
	}
	return options
}

// readDesign reads a design, or the options in the file of a reference rendering.
func readDesign(file string) (*qr.Design, error) {
	d := &qr.Design{}
	if file == "" {
		return d, nil
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var reference struct{ Options json.RawMessage }
	if json.Unmarshal(data, &reference) == nil && reference.Options != nil {
		data = reference.Options
	}
	if err := json.Unmarshal(data, d); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return d, nil
}

func report(code *qr.Code) {
	fmt.Fprintf(os.Stderr, "version %d, level %s, mask %d\n", code.Version(), code.Level(), code.Mask())
	for _, c := range code.Changes() {
		fmt.Fprintf(os.Stderr, "changed %s from %s to %s\n", c.Field, c.From, c.To)
	}
	for _, w := range code.Warnings() {
		fmt.Fprintf(os.Stderr, "warning: %s: %s\n", w.Field, w.Reason)
	}
}

func write(code *qr.Code, file string) error {
	format := strings.TrimPrefix(strings.ToLower(filepath.Ext(file)), ".")
	if format == "jpg" {
		format = "jpeg"
	}
	data, err := code.Encode(qr.Format(format))
	if err != nil {
		return err
	}
	return os.WriteFile(file, data, 0o644)
}
