//go:build race

package linkpack_test

// raceEnabled says that the race detector slows everything down.
const raceEnabled = true
