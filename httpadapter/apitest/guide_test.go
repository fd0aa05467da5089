package apitest

import (
	"net/http/httptest"
	"testing"
)

// TestTheGuidesScriptsRun runs typescript/guide.mjs: the guide's snippets in JavaScript
// about events and webhooks, with real deliveries.
func TestTheGuidesScriptsRun(t *testing.T) {
	node := program(t, "node")
	listener := httptest.NewServer(newServer(t, 100_000))
	defer listener.Close()
	run(t, "typescript", []string{"SERVER=" + listener.URL, "TOKEN=" + secret}, node, "guide.mjs")
}
