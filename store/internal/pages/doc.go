// Package pages checks the structure of a bbolt database file: its heads, its pages
// and the list of free ones. bbolt trusts what it reads, so a damaged page can make
// it leave out rows, overwrite pages that are in use, or panic.
//
// bbolt writes each page in one way only: its elements come first, their keys and
// values follow in the same order and without gaps, and the key of a page in its
// parent is the first key of the page. Any other page is damaged. The values are not
// checked.
package pages

import "fmt"

// Fault is damage to the structure of a file.
type Fault struct {
	// Bucket is the bucket that is damaged. Nil means that the whole file cannot
	// be trusted.
	Bucket []byte
	// From and To are the range From <= key < To of the bucket's keys that may be
	// missing or wrong. A nil To means to the end.
	From, To []byte
	// Page is the damaged page.
	Page uint64
	// Reason says what is wrong with it.
	Reason string
}

// Error returns a message that names the page, and the bucket if there is one.
func (f *Fault) Error() string {
	if f.Bucket == nil {
		return fmt.Sprintf("page %d: %s", f.Page, f.Reason)
	}
	return fmt.Sprintf("page %d in bucket %q: %s", f.Page, f.Bucket, f.Reason)
}

// InFile says whether the whole file cannot be trusted.
func (f *Fault) InFile() bool { return f.Bucket == nil }
