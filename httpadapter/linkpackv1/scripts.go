package linkpackv1

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// readScripts decodes scripts: a list whose entries are objects or only the content of
// a script, or one content without a list.
func readScripts(name string, raw json.RawMessage, scripts *[]linkpack.Script) error {
	list := []json.RawMessage{raw}
	if !isText(raw) {
		if err := httpadapter.ReadField(name, raw, &list); err != nil {
			return err
		}
	}
	for i, item := range list {
		var script linkpack.Script
		at := fmt.Sprintf("%s[%d]", name, i)
		if err := readScript(at, item, &script); err != nil {
			return err
		}
		*scripts = append(*scripts, script)
	}
	return nil
}

// readScript decodes an object or a content.
func readScript(name string, raw json.RawMessage, script *linkpack.Script) error {
	if isText(raw) {
		return httpadapter.ReadField(name, raw, &script.Content)
	}
	return httpadapter.ReadField(name, raw, script)
}

// isText reports whether a JSON value is a string.
func isText(raw json.RawMessage) bool { return bytes.HasPrefix(raw, []byte(`"`)) }
