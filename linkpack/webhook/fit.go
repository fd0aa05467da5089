package webhook

import "encoding/json"

// maxBody is the most bytes of a body.
const maxBody = 64 << 10

// fit returns the JSON of a message. If it is too long, it leaves out what can be read by
// the API, and names it in data.truncated.
func (m *message) fit() ([]byte, error) {
	body, err := json.Marshal(m)
	for _, part := range []struct {
		name string
		drop func()
	}{
		{"visitor.attributes", func() { m.Data.Visitor.Attributes = nil }},
		{"link.metadata", func() { m.Data.Link.Metadata = nil }},
		{"link.destination", func() { m.Data.Link.Destination = "" }},
	} {
		if err != nil || len(body) <= maxBody {
			break
		}
		if m.Data.Link == nil && part.name != "visitor.attributes" {
			continue
		}
		part.drop()
		m.Data.Truncated = append(m.Data.Truncated, part.name)
		body, err = json.Marshal(m)
	}
	return body, err
}
