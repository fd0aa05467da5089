package lanetest

import (
	"errors"
	"iter"

	"github.com/linkpack/linkpack-go/analytics"
)

// empty is a lane that does not exist.
type empty struct{}

var errReadOnly = errors.New("lanetest: a view cannot be written to")

// Get implements [analytics.Tx].
func (empty) Get(analytics.Table, []byte) ([]byte, error) { return nil, nil }

// GetAll implements [analytics.Tx].
func (empty) GetAll(analytics.Table, [][]byte) iter.Seq2[analytics.Row, error] {
	return func(func(analytics.Row, error) bool) {}
}

// Put implements [analytics.Tx].
func (empty) Put(analytics.Table, []byte, []byte) error { return errReadOnly }

// Delete implements [analytics.Tx].
func (empty) Delete(analytics.Table, []byte) error { return errReadOnly }

// Scan implements [analytics.Tx].
func (empty) Scan(analytics.Table, []byte, []byte) iter.Seq2[analytics.Row, error] {
	return func(func(analytics.Row, error) bool) {}
}
