package routing

import (
	"encoding/csv"
	"errors"
	"strings"
)

// list splits a comma list into trimmed entries, none of them empty or with a line
// break. An entry in double quotes may contain commas and doubled quotes, as in CSV.
func list(value string) ([]string, error) {
	entries, err := split(value)
	if err != nil {
		return nil, err
	}
	for i, entry := range entries {
		entries[i] = strings.TrimSpace(entry)
		switch {
		case strings.ContainsAny(entries[i], "\r\n"):
			return nil, errors.New("has a line break in an entry")
		case entries[i] == "" && len(entries) == 1:
			return nil, errors.New("is empty")
		case entries[i] == "":
			return nil, errors.New("has an empty entry")
		}
	}
	return entries, nil
}

// split divides a list at its commas and removes quotes.
func split(value string) ([]string, error) {
	if !strings.Contains(value, `"`) {
		return strings.Split(value, ","), nil
	}
	r := csv.NewReader(strings.NewReader(value))
	r.TrimLeadingSpace = true
	lines, err := r.ReadAll()
	if err != nil || len(lines) != 1 {
		return nil, errors.New(`has a misplaced double quote; write an entry with a comma as "Washington, D.C."`)
	}
	return lines[0], nil
}

// join writes entries as a list that [list] reads back. Entries with a comma or
// a quote are quoted.
func join(entries []string) string {
	var b strings.Builder
	for i, entry := range entries {
		if i > 0 {
			b.WriteByte(',')
		}
		if strings.ContainsAny(entry, `,"`) {
			entry = `"` + strings.ReplaceAll(entry, `"`, `""`) + `"`
		}
		b.WriteString(entry)
	}
	return b.String()
}
