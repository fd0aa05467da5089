package httpadapter

import (
	"net/http"
	"strconv"

	"github.com/linkpack/linkpack-go/linkpack"
)

// WriteList answers 200 with list as JSON. err is the error of the method that
// returned the list. If it says that damaged records were left out, the header
// Damaged-Records has their number, and WriteList returns err, so that the handler
// returns it and it is logged. For any other error, WriteList writes nothing and
// returns that.
func WriteList(w http.ResponseWriter, list any, err error) error {
	if err == nil {
		return WriteJSON(w, http.StatusOK, list)
	}
	if !CountDamaged(w, err) {
		return err
	}
	if failed := WriteJSON(w, http.StatusOK, list); failed != nil {
		return failed
	}
	return err
}

// CountDamaged sets the header Damaged-Records to the number of records that err says
// are damaged, and reports whether it says so and nothing else.
func CountDamaged(w http.ResponseWriter, err error) bool {
	n := damagedRecords(err)
	if n > 0 {
		w.Header().Set("Damaged-Records", strconv.Itoa(n))
	}
	return n > 0
}

// damagedRecords returns the number of records that err says are damaged, or 0 if it
// says anything else, too.
func damagedRecords(err error) (n int) {
	switch e := err.(type) { //nolint:errorlint // walks the tree as errors.As does, but looks at all
	case *linkpack.DamagedError:
		return 1 + e.Others
	case interface{ Unwrap() error }:
		return damagedRecords(e.Unwrap())
	case interface{ Unwrap() []error }:
		for _, inner := range e.Unwrap() {
			more := damagedRecords(inner)
			if more == 0 {
				return 0
			}
			n += more
		}
	}
	return n
}
