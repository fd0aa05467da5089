package geniuslinkv4

import (
	"bytes"
	"encoding/csv"
	"reflect"
	"strings"

	"github.com/linkpack/linkpack-go/httpadapter/geniuslinkv4/internal/jsv"
)

// encodeCSV returns a table with a row for each link of an answer, or one row for an
// answer without links. Lists in a cell are JSV.
func encodeCSV(value any) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	rows := rowsOf(value)
	if len(rows) == 0 {
		_ = w.Write(header(reflect.TypeFor[wireLink]())) // cannot fail in memory
	}
	for i, row := range rows {
		switch f := row.(type) {
		case failure:
			row = f.Status
		case listFailure:
			row = f.Status
		}
		if i == 0 {
			_ = w.Write(header(reflect.TypeOf(row)))
		}
		_ = w.Write(cells(reflect.ValueOf(row)))
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// header returns the names of a struct's fields.
func header(row reflect.Type) []string {
	var names []string
	for _, field := range reflect.VisibleFields(row) {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		names = append(names, name)
	}
	return names
}

// cells returns the values of a struct's fields.
func cells(row reflect.Value) []string {
	var texts []string
	for _, field := range reflect.VisibleFields(row.Type()) {
		value := row.FieldByIndex(field.Index)
		text := safe(value.String())
		if value.Kind() != reflect.String {
			text = string(jsv.Append(nil, value.Interface())) // is no formula
		}
		texts = append(texts, text)
	}
	return texts
}

// safe returns a cell that a spreadsheet does not take for a formula
// (https://owasp.org/www-community/attacks/CSV_Injection).
func safe(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
