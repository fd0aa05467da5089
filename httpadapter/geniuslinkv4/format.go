package geniuslinkv4

import (
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"

	"github.com/linkpack/linkpack-go/httpadapter"
)

// format is a form of answers. Its text is the name that clients use for it.
type format string

// The formats.
const (
	formatJSON  format = "json"
	formatJSV   format = "jsv"
	formatXML   format = "xml"
	formatCSV   format = "csv"
	formatLines format = "jsonl"
)

// mediaType returns the format's Content-Type, or "" if it is not known.
func (f format) mediaType() string {
	switch f {
	case formatJSON:
		return "application/json; charset=utf-8"
	case formatJSV:
		return "text/jsv; charset=utf-8"
	case formatXML:
		return "application/xml; charset=utf-8"
	case formatCSV:
		return "text/csv; charset=utf-8"
	case formatLines:
		return "text/jsonl; charset=utf-8"
	default:
		return ""
	}
}

// formats lists the formats.
func formats() []format { return []format{formatJSON, formatJSV, formatXML, formatCSV, formatLines} }

// formatOf returns the format in which a request is answered: that of its path, of the
// parameter format, or of the Accept header.
func formatOf(r *http.Request) (format, error) {
	if f, ok := formatOfPath(r.URL.Path); ok {
		return f, nil
	}
	if name := r.URL.Query().Get("format"); name != "" {
		if f := format(strings.ToLower(name)); f.mediaType() != "" {
			return f, nil
		}
		return "", notAcceptable("the format " + strconv.Quote(name[:min(len(name), 80)]))
	}
	if f := accepted(strings.Join(r.Header.Values("Accept"), ",")); f != "" {
		return f, nil
	}
	return "", notAcceptable("none of the media types in Accept")
}

func notAcceptable(what string) error {
	return &httpadapter.Problem{Status: http.StatusNotAcceptable, Message: what + " is served; ask for json, jsv, xml, csv or jsonl"}
}

// formatOfPath returns the format that a path asks for, as in "/jsv/reply/…" or
// "….jsv".
func formatOfPath(p string) (format, bool) {
	first, rest, _ := strings.Cut(strings.TrimPrefix(p, "/"), "/")
	if f := format(first); strings.HasPrefix(rest, "reply/") && f.mediaType() != "" {
		return f, true
	}
	f := format(strings.TrimPrefix(path.Ext(p), "."))
	return f, f.mediaType() != ""
}

// accepted returns the format that an Accept header prefers, or "" for none (RFC
// 9110, section 12.5.1). Clients that accept everything get JSON.
func accepted(header string) format {
	if header == "" {
		return formatJSON
	}
	best, highest := format(""), 0.0
	for entry := range strings.SplitSeq(header, ",") {
		name, parameters, err := mime.ParseMediaType(entry)
		q, qErr := strconv.ParseFloat(parameters["q"], 64)
		if qErr != nil {
			q = 1
		}
		if f := formatOfType(name); err == nil && f != "" && q > highest {
			best, highest = f, q
		}
	}
	return best
}

// formatOfType returns the format of a media type, or "" for none.
func formatOfType(name string) format {
	switch name {
	case "*/*", "application/*", "application/json", "text/json":
		return formatJSON
	case "text/jsv", "application/jsv", "text/x-jsv", "application/x-jsv":
		return formatJSV
	case "application/xml", "text/xml":
		return formatXML
	case "text/csv":
		return formatCSV
	case "text/jsonl", "application/jsonl", "application/x-ndjson":
		return formatLines
	default:
		return ""
	}
}
