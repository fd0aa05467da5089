package apitest

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// bracketed reads headers as in [If-Match: "3"].
func bracketed(text string) (headers map[string]string, rest string) {
	headers = map[string]string{}
	for strings.HasPrefix(text, "[") {
		header, after, _ := strings.Cut(text[1:], "]")
		name, value, _ := strings.Cut(header, ": ")
		headers[name] = value
		text = strings.TrimSpace(after)
	}
	return headers, text
}

// readObject reads a JSON object.
func readObject(text string) (body, rest string, err error) {
	if !strings.HasPrefix(text, "{") {
		return "", text, nil
	}
	decoder := json.NewDecoder(strings.NewReader(text))
	var raw json.RawMessage
	if err := decoder.Decode(&raw); err != nil {
		return "", "", err
	}
	return string(raw), strings.TrimSpace(text[decoder.InputOffset():]), nil
}

// keep keeps fields of an answer, as in "> id=link.id first=links.0.id".
func (s *scenario) keep(text string, answer []byte) error {
	wanted := strings.Fields(strings.TrimPrefix(text, ">"))
	if len(wanted) == 0 {
		return nil
	}
	var value any
	if err := json.Unmarshal(answer, &value); err != nil {
		return err
	}
	for _, entry := range wanted {
		name, path, _ := strings.Cut(entry, "=")
		found, err := at(value, path)
		if err != nil {
			return err
		}
		s.values[name] = found
	}
	return nil
}

// at returns the text at a path as in links.0.id.
func at(value any, path string) (string, error) {
	inner := value
	for key := range strings.SplitSeq(path, ".") {
		switch v := inner.(type) {
		case map[string]any:
			inner = v[key]
		case []any:
			i, err := strconv.Atoi(key)
			if err != nil || i >= len(v) {
				return "", fmt.Errorf("%s: there is no entry %s", path, key)
			}
			inner = v[i]
		}
	}
	text, ok := inner.(string)
	if !ok {
		return "", fmt.Errorf("%s is %v, not a text", path, inner)
	}
	return text, nil
}
