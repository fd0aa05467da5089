// Package store opens the store that most programs want: one file, no server.
// The other ones are in the folders below; storetest proves any of them, also
// one of your own.
package store

import "github.com/linkpack/linkpack-go/store/bolt"

// Open opens the database file at path, or makes one when there is none. The
// file belongs to this process until the store is closed. [bolt.Open] has
// options and says what can go wrong.
func Open(path string) (*bolt.Store, error) {
	return bolt.Open(path, nil)
}
