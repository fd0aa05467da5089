package linkbreakersv1_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/httpadapter/linkbreakersv1"
)

// snippet is a request of the documents that people follow, as printed there but for
// host and token, with what the snippet reads from the answer. "*" stands for any text,
// and names in braces for what the snippets before have read.
type snippet struct {
	name               string
	method, path, body string
	status             int
	reads              map[string]string // by paths of names and indexes
	keeps              map[string]string // names for later, by paths
}

// snippets lists those of the README of the SDK for Python, which calls the API as
// client programs do, and of the guide to the API, whose snippets use fetch, requests
// and curl. They run in this order.
func snippets() []snippet {
	return []snippet{
		{
			name: "readme: make a link", method: "POST", path: "/v1/links",
			body:  `{"destination": "https://example.com", "name": "My Link"}`,
			reads: map[string]string{"link.shortlink": "*"}, keeps: map[string]string{"link": "link.id"},
		},
		{name: "readme: get a link", method: "GET", path: "/v1/links/{link}", reads: map[string]string{"link.name": "My Link"}},
		{name: "readme: change a link", method: "PATCH", path: "/v1/links/{link}", body: `{"name": "Updated Name"}`, reads: map[string]string{"link.name": "Updated Name"}},
		{name: "readme: list links", method: "GET", path: "/v1/links?pageSize=50&search=Updated&tags=tag1&tags=tag2", reads: map[string]string{"totalCount": "0"}},
		{name: "readme: delete a link", method: "DELETE", path: "/v1/links/{link}"},
		{name: "guide: curl with a token", method: "GET", path: "/v1/links", reads: map[string]string{"totalCount": "0"}},
		{
			name: "guide: basic link", method: "POST", path: "/v1/links",
			body:  `{"destination":"https://example.com/landing-page","name":"Product Launch Campaign"}`,
			reads: map[string]string{"link.entrypoint": "*", "link.qrcode_signed_url": "*"}, keeps: map[string]string{"link": "link.id", "destination": "workflowSteps.1.id"},
		},
		{
			name: "guide: link with a brand", method: "POST", path: "/v1/links",
			body:  `{"destination":"https://example.com/special-offer","name":"Holiday Promotion","shortlink":"holiday-2024","custom_domain_id":"{domain}"}`,
			reads: map[string]string{"link.entrypoint": "https://brand.example/holiday-2024", "link.customDomainId": "*"},
		},
		{
			name: "guide: link for a campaign", method: "POST", path: "/v1/links",
			body: `{"destination":"https://example.com/webinar-registration","fallback_destination":"https://example.com/webinar-info","name":"Q4 Webinar Series",` +
				`"shortlink":"webinar-q4","metadata":{"campaign":"Q4-2024","channel":"email","audience":"enterprise"},"tags":["webinar","lead-gen","q4-campaign"],` +
				`"lead_goal_definition":"Generate qualified leads for enterprise sales","lead_target_definition":"Decision makers with 100+ employees"}`,
			reads: map[string]string{
				"link.entrypoint": "https://go.example/webinar-q4", "link.fallbackDestination": "https://example.com/webinar-info", "link.tags.1.name": "lead-gen",
				"link.metadata.audience": "enterprise", "link.leadTargetDefinition": "Decision makers with 100+ employees",
			},
		},
		{
			name: "guide: one link with more", method: "GET", path: "/v1/links/{link}?include=qrcodeDesign,tags,customDomain",
			reads: map[string]string{"link.name": "Product Launch Campaign"},
		},
		{name: "guide: first page", method: "GET", path: "/v1/links?page_size=50&include=qrcodeDesign", reads: map[string]string{"links.2.name": "Product Launch Campaign"}},
		{
			name: "guide: a page and its token", method: "GET", path: "/v1/links?page_size=1&include=qrcodeDesign",
			reads: map[string]string{"links.0.name": "Q4 Webinar Series"}, keeps: map[string]string{"page": "next_page_token"},
		},
		{name: "guide: next page", method: "GET", path: "/v1/links?page_size=1&include=qrcodeDesign&page_token={page}", reads: map[string]string{"links.0.name": "Holiday Promotion"}},
		{name: "guide: change name and tags", method: "PATCH", path: "/v1/links/{link}", body: `{"name":"Updated Campaign Name","tags":["updated","active","priority"]}`, reads: map[string]string{"link.tags.2.name": "priority"}},
		{
			name: "guide: another destination for printed codes", method: "PATCH", path: "/v1/links/{link}/workflow-steps/{destination}",
			body:  `{"payload":{"clientRedirect":{"destination":"https://example.com/new"}}}`,
			reads: map[string]string{"workflowStep.payload.clientRedirect.destination": "https://example.com/new"},
		},
		{
			name: "guide: design with a logo", method: "POST", path: "/v1/qrcode-designs",
			body: `{"output_file_format":"OUTPUT_FILE_FORMAT_PNG","width":500,"height":500,"central_image_data":"{logo}","central_image_size":0.3,` +
				`"dots_options":{"color":"#2563eb","type":"rounded"},"corners_square_options":{"color":"#1e40af","type":"extra-rounded"},` +
				`"background_options":{"color":"#ffffff"},"shape":"SHAPE_SQUARE","error_correction_level":"M","hide_background_dots":true}`,
			reads: map[string]string{"qrcode_design.id": "*", "qrcode_design.width": "500"},
		},
		{
			name: "guide: design with gradients", method: "POST", path: "/v1/qrcode-designs",
			body: `{"dots_options":{"gradient":"{\"type\":\"linear\",\"rotation\":45,\"colorStops\":[{\"offset\":0,\"color\":\"#3b82f6\"},{\"offset\":1,\"color\":\"#8b5cf6\"}]}","type":"dots"},` +
				`"corners_square_options":{"color":"#1e293b","type":"square"},` +
				`"background_options":{"gradient":"{\"type\":\"radial\",\"colorStops\":[{\"offset\":0,\"color\":\"#f8fafc\"},{\"offset\":1,\"color\":\"#e2e8f0\"}]}"}}`,
			reads: map[string]string{"qrcode_design.id": "*"},
		},
		{name: "guide: design to reuse", method: "POST", path: "/v1/qrcode-designs", body: `{}`, reads: map[string]string{"qrcode_design.id": "*"}, keeps: map[string]string{"design": "qrcode_design.id"}},
		{
			name: "guide: link with this design", method: "POST", path: "/v1/links",
			body:  `{"destination":"https://example.com","name":"Branded Campaign","qrcode_design_id":"{design}"}`,
			reads: map[string]string{"link.qrcodeDesignId": "*"},
		},
		{
			name: "guide: server that makes codes", method: "POST", path: "/v1/links", body: `{"destination":"https://example.com/","name":"From a form"}`,
			reads: map[string]string{"link.entrypoint": "*"}, keeps: map[string]string{"qr": "link.qrcode_signed_url"},
		},
		{
			name: "guide: personal link 1", method: "POST", path: "/v1/links",
			body:  `{"destination":"https://example.com/welcome?customer=cust1","name":"Welcome - Acme Corp","shortlink":"welcome-cust1","metadata":{"customer_id":"cust1","customer_name":"Acme Corp","tier":"enterprise"},"tags":["personalized","enterprise"]}`,
			reads: map[string]string{"link.entrypoint": "https://go.example/welcome-cust1", "link.metadata.tier": "enterprise"},
		},
		{
			name: "guide: personal link 2", method: "POST", path: "/v1/links",
			body:  `{"destination":"https://example.com/welcome?customer=cust2","name":"Welcome - Beta LLC","shortlink":"welcome-cust2","metadata":{"customer_id":"cust2","customer_name":"Beta LLC","tier":"professional"},"tags":["personalized","professional"]}`,
			reads: map[string]string{"link.entrypoint": "https://go.example/welcome-cust2", "link.metadata.customer_name": "Beta LLC"},
		},
		{
			name: "guide: errors", method: "POST", path: "/v1/links", body: `{"destination":"invalid-url"}`, status: 400,
			reads: map[string]string{"message": "destination: must be an absolute URL, as in https://example.com/page", "code": "400", "details.0.field": "destination"},
		},
		{
			name: "guide: curl makes a link", method: "POST", path: "/v1/links",
			body:  "{\n\"destination\": \"https://example.com\",\n\"name\": \"Test Link\"\n}",
			reads: map[string]string{"link.id": "*"}, keeps: map[string]string{"link": "link.id"},
		},
		{name: "guide: curl gets a link", method: "GET", path: "/v1/links/{link}", reads: map[string]string{"link.name": "Test Link"}},
	}
}

func TestSnippetsOfTheDocuments(t *testing.T) {
	sv, records := newDomainServer(t)
	domain := sv.prove(t, records, secret, sv.domain(t, secret, "brand.example"))
	sv.draw(t)
	c := newClient(t, sv)
	c.kept = []string{"{domain}", domain["id"].(string), "{logo}", logo(t)}
	for _, s := range snippets() {
		answer, got, err := c.send(t.Context(), s)
		if err != nil {
			t.Fatalf("%s: %v", s.name, err)
		}
		if want := max(s.status, 200); answer.StatusCode != want {
			t.Fatalf("%s: answered %d %v, want %d", s.name, answer.StatusCode, got, want)
		}
		for path, want := range s.reads {
			if value := read(got, path); value == "" || want != "*" && value != want {
				t.Errorf("%s: %s is %q, want %q, in %v", s.name, path, value, want, got)
			}
		}
		for name, path := range s.keeps {
			c.kept = slices.Concat([]string{"{" + name + "}", read(got, path)}, c.kept)
		}
	}
	url := strings.NewReplacer(c.kept...).Replace("{qr}")
	if code, _ := sv.open(t, url); !strings.HasPrefix(code, "https://go.example/") {
		t.Errorf("%s shows the code of %q", url, code)
	}
}

// TestSnippetOfLinksMadeAtOnce makes three links in three requests at a time.
func TestSnippetOfLinksMadeAtOnce(t *testing.T) {
	c := newClient(t, newServer(t, nil))
	var all sync.WaitGroup
	var codes [3]string
	var errs [3]error
	for i := range codes {
		all.Go(func() {
			body := fmt.Sprintf(`{"destination":"https://example.com/product%d","name":"Product %d Campaign","tags":["bulk-created","product-campaign"]}`, i+1, i+1)
			_, got, err := c.send(t.Context(), snippet{method: "POST", path: "/v1/links", body: body})
			codes[i], errs[i] = read(got, "link.shortlink"), err
		})
	}
	all.Wait()
	if err := errors.Join(errs[:]...); err != nil {
		t.Fatal(err)
	}
	if slices.Contains(codes[:], "") || codes[0] == codes[1] || codes[1] == codes[2] || codes[0] == codes[2] {
		t.Errorf("made %q", codes)
	}
}

// TestSnippetOfTryingAgain reads when to try again after too many requests.
func TestSnippetOfTryingAgain(t *testing.T) {
	c := newClient(t, newServer(t, &linkbreakersv1.Options{Limit: httpadapter.Limit{Requests: 1, Window: time.Minute, Fixed: true}}))
	for _, status := range []int{200, 429} {
		answer, got, err := c.send(t.Context(), snippet{method: "GET", path: "/v1/tags"})
		if err != nil || answer.StatusCode != status {
			t.Fatalf("%d %v, %v", answer.StatusCode, got, err)
		}
		if seconds := answer.Header.Get("Retry-After"); status == 429 && (seconds != "30" || read(got, "message") == "") {
			t.Errorf("Retry-After %q, %v", seconds, got)
		}
	}
}
