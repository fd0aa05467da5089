//go:build !unix

package bolt

import "os"

// isRemoved reports whether an open file has no name any more. Where this is
// built, a file that is open cannot be removed.
func isRemoved(*os.File) bool { return false }
