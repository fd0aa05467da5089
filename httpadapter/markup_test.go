package httpadapter

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func TestScriptMarkup(t *testing.T) {
	for name, c := range map[string]struct{ content, want string }{
		"a script":                             {`<script>go()</script>`, `<script nonce="N">go()</script>`},
		"a script with a source":               {`<script async src="https://a.test/x.js?a=1&amp;b=2"></script>`, `<script async="" src="https://a.test/x.js?a=1&amp;b=2" nonce="N"></script>`},
		"a nonce of its own":                   {`<script nonce="theirs">go()</script>`, `<script nonce="N">go()</script>`},
		"upper case":                           {`<SCRIPT>go()</SCRIPT>`, `<script nonce="N">go()</script>`},
		"several":                              {`<script>a()</script> <script>b()</script>`, `<script nonce="N">a()</script> <script nonce="N">b()</script>`},
		"one within others":                    {`<div><p><script>a()</script></p></div>`, `<div><p><script nonce="N">a()</script></p></div>`},
		"one in a drawing":                     {`<svg><script>a()</script></svg>`, `<svg><script nonce="N">a()</script></svg>`},
		"a noscript pixel":                     {`<noscript><img src="https://a.test/p.gif"></noscript>`, `<noscript><img src="https://a.test/p.gif"></noscript>`},
		"what is not closed":                   {`<script>a(`, `<script nonce="N">a(</script>`},
		"a comment that is not closed":         {`<!-- a`, `<!-- a-->`},
		"a text field that is not closed":      {`<textarea>`, `<textarea></textarea>`},
		"a page":                               {`<html><head><script>a()</script></head><body>x</body></html>`, `<script nonce="N">a()</script>x`},
		"space around":                         {"\n <script>a()</script>\n", `<script nonce="N">a()</script>`},
		"the URL of a script":                  {`https://a.test/x.js?a=1&b=2`, `<script nonce="N" src="https://a.test/x.js?a=1&amp;b=2"></script>`},
		"a URL without scheme":                 {`//a.test/x.js`, `<script nonce="N" src="//a.test/x.js"></script>`},
		"a URL with quotes":                    {`https://a.test/"onload="x`, `<script nonce="N" src="https://a.test/&#34;onload=&#34;x"></script>`},
		"JavaScript":                           {`if (a < b && c) { go("x"); }`, `<script nonce="N">if (a < b && c) { go("x"); }</script>`},
		"JavaScript that begins by a URL":      {`https://a.test/ go()`, `<script nonce="N">https://a.test/ go()</script>`},
		"JavaScript that ends its element":     {`x = "</ScRipt><b>"`, `<script nonce="N">x = "\x3C/ScRipt><b>"</script>`},
		"JavaScript that opens a comment":      {`x = "<!-- <script>"`, `<script nonce="N">x = "\x3C!-- \x3Cscript>"</script>`},
		"JavaScript with a bracket at its end": {`a <`, `<script nonce="N">a <</script>`},
	} {
		got, err := scriptMarkup(c.content, "N")
		if err != nil || got != c.want {
			t.Errorf("%s: markup is %s, %v, want %s", name, got, err, c.want)
		}
	}
}

// FuzzScriptMarkup checks that no content can end its script element early or add a
// script without the nonce.
func FuzzScriptMarkup(f *testing.F) {
	for _, seed := range []string{
		"a()", "<script>a()</script>", "https://a.test/x.js", "</script>", "x</script><script>y", "<!--<script>", "<svg><style><script>",
		"<table><script>", "<template><script></script></template>", "<select><script>a", "<plaintext>", "<noscript><script></noscript>",
		"<math><mi><script>", "<iframe><script></iframe>", "\x00<", "<script nonce=a nonce=b>", "//[", "<title></title><script>",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content string) {
		markup, err := scriptMarkup(content, "N")
		if err != nil || strings.Contains(markup, "<plaintext") {
			return // the latter swallows what follows, by design
		}
		page, err := html.Parse(strings.NewReader("<body><main></main>" + markup + "<b id=end></b>"))
		if err != nil {
			t.Skip()
		}
		for node := range page.Descendants() {
			if node.Type == html.ElementNode && node.Data == "script" && !hasNonce(node) {
				t.Errorf("a script has no nonce: %s", markup)
			}
		}
		if !strings.HasPrefix(strings.TrimSpace(content), "<") && strings.Count(markup, "<script") != 1 {
			t.Errorf("the script is not one: %s", markup)
		}
	})
}

func hasNonce(node *html.Node) bool {
	for _, attribute := range node.Attr {
		if attribute.Key == "nonce" && attribute.Val == "N" {
			return true
		}
	}
	return false
}

func BenchmarkScriptMarkup(b *testing.B) {
	content := `<script>!function(f,b,e,v){f.fbq||(f.fbq=function(){f.queue.push(arguments)})}(window,document,"script");fbq("track","PageView");</script>` +
		`<noscript><img height="1" width="1" style="display:none" src="https://pixel.example/tr?id=1&ev=PageView"></noscript>`
	b.ReportAllocs()
	for b.Loop() {
		if _, err := scriptMarkup(content, "N"); err != nil {
			b.Fatal(err)
		}
	}
}
