// Package tabletest provides a transaction on tables in memory, for tests of single
// formats. Only tests import it.
package tabletest
