// Package pagetest tests the pages of httpadapter in a real browser, headless
// Chromium. It is a separate module, so that importing the handler does not add
// the library that drives the browser.
//
// The tests need the program chromium, or the one that the variable CHROMIUM
// names. Without it they are skipped, or fail if LINKPACK_CI is 1.
//
//	go test ./httpadapter/pagetest -shots FOLDER
//
// also takes screenshots of every page: on a phone and on a wide screen, in light
// and dark mode.
package pagetest
