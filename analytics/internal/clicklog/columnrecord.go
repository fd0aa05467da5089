package clicklog

import (
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/routing"
)

// Class returns the class of a record by its index in the group. [FieldClasses] must have
// been read of it.
func (cols *Columns) Class(index uint32) analytics.Class {
	class, _, _ := splitFacts(cols.facts[index])
	return class
}

// Scan reports whether a record is a scan of a QR code. [FieldScans] must have been read
// of it.
func (cols *Columns) Scan(index uint32) bool {
	_, _, scan := splitFacts(cols.facts[index])
	return scan
}

// Device returns the visitor's device of a record. [FieldDevices] must have been read of
// it.
func (cols *Columns) Device(index uint32) routing.DeviceClass {
	_, device, _ := splitAgent(cols.agents[index])
	return device
}

// Visitor returns the visitor's hash of a record of the group that was read.
func (cols *Columns) Visitor(index uint32) uint64 {
	return cols.chunk.records.visitor(cols.start + index)
}

// AppendSplits appends the indexes of the splits at which numbers were drawn for a record
// of the group that was read.
func (cols *Columns) AppendSplits(splits []uint32, index uint32) ([]uint32, error) {
	s := &cols.chunk.records
	if !s.has(columnDraws) {
		return splits, nil
	}
	if !s.knowRests() || !s.readDraws(&cols.record, cols.start+index) {
		return splits, errRecord()
	}
	for _, d := range cols.record.Draws {
		splits = append(splits, d.Split)
	}
	return splits, nil
}

// Conversion returns the conversion of a record, which has that class, of the group that
// was read.
func (cols *Columns) Conversion(index uint32) (Conversion, error) {
	records := cols.chunk.Records(cols.start+index, cols.start+index+1)
	if !records.Next(&cols.record) {
		return Conversion{}, records.End()
	}
	return cols.record.Conversion, nil
}
