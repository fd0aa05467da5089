//go:build race

package recorder

// raced says that the race detector is in use.
const raced = true
