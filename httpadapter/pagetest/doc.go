// Package pagetest proves the pages of httpadapter in a real browser: Chromium
// without a window. It is a module of its own, so that nobody who imports the
// handler gets what drives the browser.
//
// The tests need the program chromium, or what the variable CHROMIUM names.
// They skip themselves without it, and fail where LINKPACK_CI is 1.
//
//	go test ./httpadapter/pagetest -shots FOLDER
//
// also takes pictures of every page: on a phone and a wide screen, light and
// dark.
package pagetest
