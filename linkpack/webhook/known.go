package webhook

import "github.com/linkpack/linkpack-go/linkpack"

// dataOf returns a visitor as it is sent. It is empty for nil.
func dataOf(v *linkpack.Visitor) visitorData {
	if v == nil {
		return visitorData{}
	}
	text := func(key string) string {
		value, _ := v.Attributes[key].(string)
		return value
	}
	return visitorData{
		ID: v.ID, Email: text(linkpack.AttributeEmail), Phone: text(linkpack.AttributePhone),
		FirstName: text(linkpack.AttributeFirstName), LastName: text(linkpack.AttributeLastName),
		Attributes: v.Attributes,
	}
}
