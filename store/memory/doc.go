// Package memory stores everything in memory: for tests, and for programs that need
// no links from an earlier run. Make a store with [New] and pass it to
// [linkpack.New]. It keeps the promises of a store on disk, except that its content
// is lost when it is closed.
//
// A store holds one immutable state. Reading takes the newest state and never
// waits. A change makes the next state and puts it in place when it succeeds, one
// change after another.
//
// A store has one lane of clicks, so one recorder at a time.
package memory
