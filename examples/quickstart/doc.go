// Command quickstart is the least that a program needs for short links: a
// file, an engine, a link and a handler. It is the program of the README.
//
//	go run ./examples/quickstart
package main
