package clickfile

import (
	"encoding/csv"
	"io"
	"iter"
	"strconv"
	"strings"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicktext"
)

// Columns returns the names of the columns that [WriteCSV] writes, in their
// order. Names keep their meaning; new ones are added at the end.
//
//   - id, time (RFC 3339 in UTC, with milliseconds), class
//   - link, domain, short_code: the link; revision: which of its versions
//   - rule, destination: what was chosen
//   - country, region, city, device, os, browser, language, referrer
//   - utm_source, utm_medium, utm_campaign, utm_term, utm_content
//   - trigger: "click" or "scan"
//   - visitor_kind: "new", "returning", or empty
//   - bot: "crawler", "preview", "ai-agent", or empty
//   - user_agent, address
//   - visitor: the keyed hash, 16 hexadecimal digits
//   - draws: split=u, joined by spaces
//   - placement: that of the scanned QR code, or empty
//   - person: the hash of what the host knows the visitor by, 16 hexadecimal digits,
//     or empty; tracked: "true" if the id is stored, or empty
//   - conversion_click, conversion_first, conversion_kind, conversion_value,
//     conversion_currency, form_responses, properties: the facts of a conversion, whose
//     class is "conversion"; the last two are JSON
func Columns() []string {
	return []string{
		"id", "time", "class", "link", "domain", "short_code", "revision", "rule", "destination",
		"country", "region", "city", "device", "os", "browser", "language", "referrer",
		"utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content",
		"trigger", "visitor_kind", "bot", "user_agent", "address", "visitor", "draws",
		"placement", "person", "tracked",
		"conversion_click", "conversion_first", "conversion_kind", "conversion_value", "conversion_currency", "form_responses", "properties",
	}
}

// WriteCSV writes clicks as comma-separated values (RFC 4180, with the line ends
// of Unix) in UTF-8: a line with the names of [Columns], then one for each
// click. A cell that a spreadsheet would take for a formula, because it begins
// with =, +, -, @, a tab or a carriage return, gets an apostrophe before it.
//
// It returns how many clicks were written, and the first error of the clicks or
// of w. It holds one click at a time.
func WriteCSV(w io.Writer, clicks iter.Seq2[analytics.Click, error]) (written int, err error) {
	out := csv.NewWriter(w)
	if err := out.Write(Columns()); err != nil {
		return 0, err
	}
	var cells []string
	for click, err := range clicks {
		if err != nil {
			out.Flush()
			return written, err
		}
		cells = appendCells(cells[:0], &click)
		if err := out.Write(cells); err != nil {
			return written, err
		}
		written++
	}
	out.Flush()
	return written, out.Error()
}

// appendCells appends the cells of a click in the order of the columns.
func appendCells(cells []string, c *analytics.Click) []string {
	cells = append(cells,
		c.ID, clicktext.Time(c.Time), c.Class.String(),
		clicktext.Link(c.Link.Number, c.Link.ID, c.Link.ShortCode), c.Link.Domain, c.Link.ShortCode,
		strconv.FormatUint(uint64(c.Revision), 10), c.Rule, c.Destination,
		c.Place.Country, c.Place.Region, c.Place.City, clicktext.Devices().Of(uint8(c.Agent.Device)), c.Agent.OS, c.Agent.Browser,
		c.Language, c.Referrer, c.UTM.Source, c.UTM.Medium, c.UTM.Campaign, c.UTM.Term, c.UTM.Content,
		clicktext.Trigger(c.Scan), clicktext.VisitorKinds().Of(uint8(c.Familiarity)), clicktext.Bots().Of(uint8(c.Agent.Bot)),
		c.UserAgent, clicktext.Address(c.Addr), clicktext.Visitor(c.Visitor), drawsText(c.Draws),
		c.Placement, clicktext.Person(c.Person), trueText(c.Tracked),
	)
	cells = appendConversion(cells, c.Converted)
	for i := range cells {
		cells[i] = safeCell(cells[i])
	}
	return cells
}

// appendConversion appends the cells of a conversion's facts, which are empty for
// other clicks.
func appendConversion(cells []string, f *analytics.ConversionFacts) []string {
	if f == nil {
		return append(cells, "", "", "", "", "", "", "")
	}
	return append(cells, f.Click, trueText(f.First), f.Kind, strconv.FormatFloat(f.Value, 'f', -1, 64), f.Currency,
		string(f.FormResponses), string(f.Properties))
}

// trueText returns "true", or nothing for false.
func trueText(b bool) string {
	if b {
		return "true"
	}
	return ""
}

// safeCell returns a text as a cell that no spreadsheet takes for a formula.
func safeCell(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if text != "" && strings.IndexByte("=+-@\t\r", text[0]) >= 0 {
		return "'" + text
	}
	return text
}

// drawsText returns draws as in "s1=12.3 s2=99.0".
func drawsText(draws []analytics.SplitDraw) string {
	var b strings.Builder
	for i, d := range draws {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(d.Split + "=" + strconv.FormatFloat(d.U, 'f', 1, 64))
	}
	return b.String()
}
