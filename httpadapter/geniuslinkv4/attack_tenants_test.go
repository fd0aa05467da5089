package geniuslinkv4_test

import (
	"fmt"
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/httpadapter/geniuslinkv4"
	"github.com/linkpack/linkpack-go/httpadapter/internal/tenanttest"
	"github.com/linkpack/linkpack-go/linkpack"
)

// attempts returns what is tried, by route. Each route that is served needs an entry,
// so that a new one is not forgotten.
func attempts() map[string][]tenanttest.Attempt {
	const links = "/v4/links/metadata"
	all := map[string][]tenanttest.Attempt{}
	both := func(path string, tries ...tenanttest.Attempt) {
		all["GET "+path], all["POST "+path] = tries, tries
	}
	for _, suffix := range []string{"", ".json", ".jsv", ".xml", ".csv", ".jsonl"} {
		both(links+suffix,
			tenanttest.Attempt{links + suffix + "?domain=linkpack.test&code={code}"},
			tenanttest.Attempt{links + suffix + "?domain={host}&code=own"})
		both(links+"/list"+suffix, tenanttest.Attempt{links + "/list" + suffix + "?ids=1,2,3,4,5,6,7,8,9"})
		both("/v4/links/list"+suffix,
			tenanttest.Attempt{"/v4/links/list" + suffix + "?groupId={group}"},
			tenanttest.Attempt{"/v4/links/list" + suffix + "?username=default"})
		all["POST /v3/shorturls"+suffix] = []tenanttest.Attempt{{"/v3/shorturls" + suffix, `{"url":"https://a.test/","domain":"{host}"}`}}
	}
	all["POST /v3/shorturls"] = append(all["POST /v3/shorturls"], tenanttest.Attempt{"/v3/shorturls", `{"url":"https://a.test/","groupId":"{group}"}`})
	both(links+"/{baseCode}", tenanttest.Attempt{links + "/{code}"}, tenanttest.Attempt{links + "/{alias}.xml"}, tenanttest.Attempt{links + "/{binned}"})
	for _, base := range []string{"/api", "/json/reply", "/jsv/reply", "/xml/reply", "/csv/reply"} {
		both(base+"/{request}",
			tenanttest.Attempt{base + "/GetLinkMetadataRequest?domain=linkpack.test&code={code}"},
			tenanttest.Attempt{base + "/GetUserLinksRequest?groupId={group}"})
	}
	for _, format := range []string{"json", "jsv", "xml", "csv"} {
		path := fmt.Sprintf("/%s/oneway/", format)
		all["POST "+path+"{request}"] = []tenanttest.Attempt{{path + "GetLinkMetadataRequest", `{"domain":"{host}","code":"{code}"}`}}
	}
	both("/html/reply/{request}", tenanttest.Attempt{"/html/reply/GetLinkMetadataRequest?domain={host}&code={code}"})
	return all
}

// TestAnotherWorkspaceIsAsIfItDidNotExist tries every operation with codes, hosts and
// so on of another workspace.
func TestAnotherWorkspaceIsAsIfItDidNotExist(t *testing.T) {
	tenanttest.Run(t, newWorld, attempts())
}

// newWorld returns a world whose clients send bearer tokens.
func newWorld(t *testing.T) *tenanttest.World {
	return tenanttest.New(t, func(*linkpack.Shortener) httpadapter.API {
		api := geniuslinkv4.New(nil)
		api.Authenticate = nil
		return api
	})
}
