// Command fetch writes a file of an npm package to disk, for go generate.
//
//	go run ./routing/internal/npm/fetch -package uap-core@0.18.0 -file regexes.yaml -out regexes.yaml
package main

import (
	"context"
	"flag"
	"log"
	"os"

	"github.com/linkpack/linkpack-go/routing/internal/npm"
)

func main() {
	pkg := flag.String("package", "", "the package with its version")
	file := flag.String("file", "", "the file's path in the package")
	out := flag.String("out", "", "the file to write")
	flag.Parse()
	data, err := npm.ReadFile(context.Background(), *pkg, *file)
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(*out, data, 0o644); err != nil {
		log.Fatal(err)
	}
}
