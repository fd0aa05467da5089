//go:build !unix

package bolt

import "os"

// isRemoved reports whether an open file has no name any more. On these systems an
// open file cannot be removed.
func isRemoved(*os.File) bool { return false }
