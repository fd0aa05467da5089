package geniuslinkv4

import (
	"net/http"
	"strings"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// routes returns the operations of the API.
func routes(h *handlers) []httpadapter.Route {
	var list []httpadapter.Route
	for _, o := range h.operations() {
		list = append(list, route(o.path, o.reads, h.handle(o))...)
		if strings.HasSuffix(o.path, "}") {
			continue // the suffix is part of the last segment
		}
		for _, f := range formats() {
			list = append(list, route(o.path+"."+string(f), o.reads, h.handle(o))...)
		}
	}
	list = append(list, route("/api/{request}", true, h.handleNamed)...)
	for _, f := range []format{formatJSON, formatJSV, formatXML, formatCSV} {
		list = append(list, route("/"+string(f)+"/reply/{request}", true, h.handleNamed)...)
		list = append(list, route("/"+string(f)+"/oneway/{request}", false, h.handleOneWay)...)
	}
	list = append(list, route("/html/reply/{request}", true, refuseHTML)...)
	return append(list, unserved()...)
}

// route returns the routes of a path.
func route(path string, reads bool, handle httpadapter.HandlerFunc) []httpadapter.Route {
	list := []httpadapter.Route{{Method: http.MethodPost, Path: path, Handle: handle}}
	if reads {
		list = append(list, httpadapter.Route{Method: http.MethodGet, Path: path, Handle: handle})
	}
	return list
}

// refuseHTML answers a request for a page.
func refuseHTML(_ http.ResponseWriter, _ *http.Request, _ linkpack.Principal) error {
	return notAcceptable("no HTML")
}
