package httpadapter_test

import (
	"fmt"
	"html/template"
	"net/http"
	"net/http/httptest"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// A host replaces the page for broken links and one of its texts.
func Example_pages() {
	links, err := linkpack.New(memory.New(), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	handler, err := httpadapter.New(links, &httpadapter.Options{
		Pages: template.Must(template.New("message").Parse("<h1>Acme</h1><p>{{.Title}}</p>\n")),
		Texts: map[string]map[string]string{"en": {"NotFound.Title": "We know no such link"}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/nothing", nil))
	fmt.Print(answer.Code, " ", answer.Body)
	// Output: 404 <h1>Acme</h1><p>We know no such link</p>
}
