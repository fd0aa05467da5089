// Package store opens the store that most programs need: one file, and no server.
// Pass it to linkpack.New.
//
// The folders below hold the other stores. Package storetest tests a store of your
// own.
package store

import "github.com/linkpack/linkpack-go/store/bolt"

// Open opens the database file at path, or creates it if there is none. No other
// process can open the file until the store is closed. [bolt.Open] has options and
// says which errors there are.
func Open(path string) (*bolt.Store, error) {
	return bolt.Open(path, nil)
}
