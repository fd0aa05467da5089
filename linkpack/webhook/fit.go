package webhook

import (
	"bytes"
	"encoding/json"
)

// maxBody is the most bytes of a body.
const maxBody = 64 << 10

// fit returns the JSON of a message. If it is too long, it leaves out what can be read by
// the API, and names it in data.truncated.
func (m *message) fit() ([]byte, error) {
	body, err := encode(m)
	if err != nil || len(body) <= maxBody {
		return body, err
	}
	for _, part := range m.Data.optional() {
		part.drop()
		m.Data.Truncated = append(m.Data.Truncated, part.name)
		if body, err = encode(m); err != nil || len(body) <= maxBody {
			break
		}
	}
	return body, err
}

// encode returns the JSON of a value with &, < and > as they are, which URLs have many of.
func encode(value any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// optional is a part of a message that can be left out.
type optional struct {
	name string
	drop func()
}

// optional returns the long parts that can be left out, in the order in which they are.
func (d *data) optional() (parts []optional) {
	if d.Visitor.Attributes != nil {
		parts = append(parts, optional{"visitor.attributes", func() { d.Visitor.Attributes = nil }})
	}
	if d.Link != nil {
		parts = append(parts,
			optional{"link.metadata", func() { d.Link.Metadata = nil }},
			optional{"link.destination", func() { d.Link.Destination = "" }})
	}
	if d.Conversion != nil {
		parts = append(parts, optional{"conversion.properties", func() { d.Conversion.Properties = nil }})
	}
	return append(parts,
		optional{"form_responses", func() { d.FormResponses = nil }},
		optional{"event.destination", func() { d.Event.Destination = "" }})
}
