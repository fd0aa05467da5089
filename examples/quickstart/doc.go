// Command quickstart is the smallest program that serves a short link. It opens a
// file, makes a link if there is none, and serves it until it is interrupted. It is the
// program of the README.
//
//	go run ./examples/quickstart
package main
