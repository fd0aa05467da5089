package geniuslinkv4

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
)

// The namespaces of answers, as .NET's DataContract names them.
const (
	instanceSpace = "http://www.w3.org/2001/XMLSchema-instance"
	answerSpace   = "http://schemas.datacontract.org/2004/07/ShortlinksAPI.ServiceModel.V4.Responses"
	statusSpace   = "http://schemas.servicestack.net/types"
)

// encodeXML returns an answer as XML. Its elements have the names of the JSON members,
// those of a responseStatus in Pascal case.
func encodeXML(value any) ([]byte, error) {
	text, err := encodeJSON(value)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.WriteString(xml.Header)
	w := xmlWriter{xml.NewEncoder(&b), json.NewDecoder(bytes.NewReader(text))}
	w.json.UseNumber()
	root := xml.StartElement{Name: xml.Name{Local: rootOf(value)}, Attr: []xml.Attr{
		{Name: xml.Name{Local: "xmlns:i"}, Value: instanceSpace},
		{Name: xml.Name{Local: "xmlns"}, Value: answerSpace},
	}}
	if err := w.element(root, "answer"); err != nil {
		return nil, fmt.Errorf("writing XML: %w", err)
	}
	err = w.xml.Close()
	return b.Bytes(), err
}

// rootOf names the root element of an answer.
func rootOf(value any) string {
	switch value.(type) {
	case oneLink:
		return "GetLinkMetadataResponse"
	case manyLinks:
		return "GetShortLinksMetadataResponse"
	case linkPage:
		return "GetUserLinksResponse"
	case []any:
		return "ArrayOfGetLinkMetadataResponse"
	case madeLink:
		return "CreateShortUrlResponse"
	default:
		return "ErrorResponse"
	}
}

// xmlWriter writes the tokens of a JSON text as XML.
type xmlWriter struct {
	xml  *xml.Encoder
	json *json.Decoder
}

// element writes the next JSON value as an element. list names the elements of a list.
func (w *xmlWriter) element(start xml.StartElement, list string) error {
	if err := w.xml.EncodeToken(start); err != nil {
		return err
	}
	token, err := w.json.Token()
	if err != nil {
		return err
	}
	switch token {
	case json.Delim('{'):
		err = w.members(start)
	case json.Delim('['):
		err = w.elements(xml.StartElement{Name: xml.Name{Local: list}})
	default:
		err = w.xml.EncodeToken(xml.CharData(fmt.Sprint(token)))
	}
	if err != nil {
		return err
	}
	return w.xml.EncodeToken(start.End())
}

// members writes the members of an object.
func (w *xmlWriter) members(parent xml.StartElement) error {
	for w.json.More() {
		name, err := w.json.Token()
		if err != nil {
			return err
		}
		if err := w.element(child(parent, fmt.Sprint(name)), listElement(fmt.Sprint(name))); err != nil {
			return err
		}
	}
	_, err := w.json.Token() // the end
	return err
}

// elements writes the elements of a list.
func (w *xmlWriter) elements(start xml.StartElement) error {
	for w.json.More() {
		if err := w.element(start, ""); err != nil {
			return err
		}
	}
	_, err := w.json.Token() // the end
	return err
}

// child returns the element of a member.
func child(parent xml.StartElement, name string) xml.StartElement {
	start := xml.StartElement{Name: xml.Name{Local: name}}
	if name == "responseStatus" {
		start.Name.Local = "ResponseStatus"
		start.Attr = []xml.Attr{{Name: xml.Name{Local: "xmlns:d2p1"}, Value: statusSpace}}
	}
	if isStatus(parent.Name.Local) {
		start.Name.Local = "d2p1:" + string(name[0]-'a'+'A') + name[1:]
	}
	return start
}

// isStatus reports whether the members of an element are in the namespace of statuses.
func isStatus(element string) bool {
	return element == "ResponseStatus" || element == "d2p1:ResponseError"
}

// listElement returns the name of the elements of a list.
func listElement(name string) string {
	switch name {
	case "aliases":
		return "ShortUrlAlias"
	case "errors":
		return "d2p1:ResponseError"
	default:
		return "UserShortLink"
	}
}
