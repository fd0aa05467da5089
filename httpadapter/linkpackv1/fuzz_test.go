package linkpackv1

import (
	"errors"
	"net/url"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
)

func FuzzStatsQuery(f *testing.F) {
	f.Add("timezone=Europe/Paris&granularity=week&compare=true&top=10&filter[country]=US,ca&filter[city]=Paris,%20FR")
	f.Add("filter[rule]=&filter[utm_source]=a,b&filter[device]=mobile&filter[trigger]=scan")
	f.Add("filter[=&filter[]=&filter[country=&top=-0&timezone=Local")
	f.Fuzz(func(t *testing.T, text string) {
		params, err := url.ParseQuery(text)
		if err != nil {
			return
		}
		query, err := readStats(params, time.UTC)
		if fault := (*linkpack.FieldError)(nil); err != nil {
			if !errors.As(err, &fault) || fault.Field == "" || fault.Reason == "" {
				t.Errorf("%q: %v", text, err)
			}
			return
		}
		if query.Location == nil || query.Granularity > analytics.Monthly || query.Top < 0 {
			t.Errorf("%q became %+v", text, query)
		}
		for d, values := range query.Filter {
			if len(values) == 0 || len(values) > maxFilterValues {
				t.Errorf("%q filters %v by %d values", text, d, len(values))
			}
		}
	})
}
