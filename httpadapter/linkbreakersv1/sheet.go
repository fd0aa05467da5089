package linkbreakersv1

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"strings"
)

// sheetForm says how comma-separated values are sent.
type sheetForm bool

// The forms of comma-separated values: as a text in JSON, as SDKs read them, and alone.
const (
	sheetInJSON sheetForm = false
	sheetAlone  sheetForm = true
)

// sheet sends comma-separated values (RFC 4180, with the line ends of Unix) in UTF-8, in
// several parts, so that only one of them is in memory.
type sheet struct {
	w    http.ResponseWriter
	form sheetForm
	part bytes.Buffer
	csv  *csv.Writer
}

// newSheet begins an answer of a name with the names of the columns. headers of the
// answer must be set before the first part is sent.
func newSheet(w http.ResponseWriter, form sheetForm, name string, columns []string) *sheet {
	s := &sheet{w: w, form: form}
	s.csv = csv.NewWriter(&s.part)
	_ = s.csv.Write(columns) // into memory
	if form == sheetAlone {
		w.Header().Set("Content-Type", "text/csv; charset=utf-8")
		w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
		return s
	}
	w.Header().Set("Content-Type", "application/json")
	return s
}

// add adds a row. A cell that a spreadsheet would take for a formula gets an apostrophe
// before it (https://owasp.org/www-community/attacks/CSV_Injection).
func (s *sheet) add(cells []string) {
	for i, cell := range cells {
		if cell != "" && strings.IndexByte("=+-@\t\r", cell[0]) >= 0 {
			cells[i] = "'" + cell
		}
	}
	_ = s.csv.Write(cells) // into memory
}

// The answer around comma-separated values in JSON.
const (
	beforeSheet = `{"csv":{"contentType":"text/csv","csvData":"`
	afterSheet  = `"}}` + "\n"
)

// send sends the rows that were added since the last part.
func (s *sheet) send(isFirst, isLast bool) error {
	s.csv.Flush()
	text := s.part.Bytes()
	if s.form == sheetInJSON {
		text = inText(text)
		if isFirst {
			text = append([]byte(beforeSheet), text...)
		}
		if isLast {
			text = append(text, afterSheet...)
		}
	}
	_, err := s.w.Write(text)
	s.part.Reset()
	return err
}

// inText returns what stands for a text between the quotation marks of JSON.
func inText(text []byte) []byte {
	quoted, _ := json.Marshal(string(text)) // cannot fail
	return quoted[1 : len(quoted)-1]
}
