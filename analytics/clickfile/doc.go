// Package clickfile writes recorded clicks to files and reads them again.
//
// [WriteCSV] writes a table for spreadsheets and databases. [WriteJSON] writes one
// JSON object per line, which [ReadJSON] reads, also when another program wrote
// it. Both files have the fields that [Columns] lists.
//
// The clicks come from recorder.Recorder.Export or from an export of the package
// linkpack, which fills in the names of links as well. All functions hold one click
// at a time, so files can be larger than the memory.
package clickfile
