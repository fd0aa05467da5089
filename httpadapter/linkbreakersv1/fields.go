package linkbreakersv1

import (
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// values are the fields of a JSON object, by their names in camel case.
type values map[string]json.RawMessage

// readValues reads the body of a request.
func readValues(r *http.Request) (values, error) {
	var sent map[string]json.RawMessage
	if err := httpadapter.ReadJSON(r, &sent); err != nil {
		return nil, err
	}
	return newValues(sent)
}

// readAnyValues reads the body of a request that needs none.
func readAnyValues(r *http.Request) (values, error) {
	if r.ContentLength == 0 {
		return values{}, nil
	}
	return readValues(r)
}

// newValues names fields in camel case. A field that is sent in both spellings is
// refused, since JSON has no order by which the last one could win.
func newValues(sent map[string]json.RawMessage) (values, error) {
	v := make(values, len(sent))
	for name, raw := range sent {
		camel := camelCase(name)
		if _, both := v[camel]; both {
			return nil, &linkpack.FieldError{Field: camel, Reason: "is sent twice, in two spellings"}
		}
		v[camel] = raw
	}
	return v, nil
}

// camelCase returns a name as in customDomainId for one as in custom_domain_id.
func camelCase(name string) string {
	first, rest, _ := strings.Cut(name, "_")
	for word := range strings.SplitSeq(rest, "_") {
		if word != "" {
			word = strings.ToUpper(word[:1]) + word[1:]
		}
		first += word
	}
	return first
}

// read decodes one of the fields, if it was sent.
func (v values) read(name string, target any) error {
	raw, sent := v[name]
	if !sent {
		return nil
	}
	return httpadapter.ReadField(name, raw, target)
}

// object returns the fields of an object in one of the fields, or none if it is absent
// or null.
func (v values) object(name string) (values, error) {
	var sent map[string]json.RawMessage
	if err := v.read(name, &sent); err != nil {
		return nil, err
	}
	inner, err := newValues(sent)
	return inner, inside(name, err)
}

// inside names the fields in an error as those of an object in a field.
func inside(object string, err error) error {
	problem, ok := errors.AsType[*httpadapter.Problem](err)
	if !ok {
		return httpadapter.RenameFields(err, func(name string) string { return object + "." + name })
	}
	moved := *problem
	moved.Fields = slices.Clone(problem.Fields)
	for i := range moved.Fields {
		moved.Fields[i].Field = object + "." + moved.Fields[i].Field
	}
	return &moved
}

// field is a field of a link with the place where its value goes.
type field struct {
	name   string // in the API
	engine string // in linkpack
	target any
}

// fields lists the fields of a link that a client may set.
func fields(link *linkpack.Link) []field {
	return []field{
		{"destination", "destination", &link.Destination},
		{"name", "name", &link.Name},
		{"shortlink", "short_code", &link.ShortCode},
		{"customDomainId", "domain", &link.Domain},
		{"fallbackDestination", "fallback_url", &link.FallbackURL},
		{"metadata", "metadata", &link.Metadata},
		{"tags", "tags", &link.Tags},
		{"qrcodeDesignId", "design", &link.Design},
		{"directoryId", "group_id", &link.GroupID},
		{"qrcodeTemplateId", "template", &link.Template},
		{"leadGoalDefinition", "lead_goal", &link.LeadGoal},
		{"leadTargetDefinition", "lead_target", &link.LeadTarget},
		{"conversionTracking", "track_conversions", &link.TrackConversions},
	}
}

// wireName returns the name that the API has for a field of the engine, which may be
// that of one of several links, or an entry of a list.
func wireName(engine string) string {
	if i, inner, ok := ofSeveral(engine); ok {
		return "links[" + strconv.Itoa(i) + "]." + wireName(inner)
	}
	if engine == "external_id" {
		return "id" // see ids.go
	}
	base, rest := engine, ""
	if at := strings.IndexByte(engine, '['); at >= 0 {
		base, rest = engine[:at], engine[at:]
	}
	return nameIn(fields(new(linkpack.Link)), base) + rest
}

// nameIn returns the name that the API has for a field of the engine, by a list of
// fields. One that is not in the list keeps its name.
func nameIn(list []field, engine string) string {
	if at := slices.IndexFunc(list, func(f field) bool { return f.engine == engine }); at >= 0 {
		return list[at].name
	}
	return engine
}

// inNames returns an error of the engine with other names of fields.
func inNames(err error, names map[string]string) error {
	return httpadapter.RenameFields(err, func(engine string) string {
		if name, ok := names[engine]; ok {
			return name
		}
		return engine
	})
}

// ofSeveral splits the name of a field of one of several links, as in
// "links[3].name".
func ofSeveral(name string) (i int, inner string, ok bool) {
	place, inner, isInner := strings.Cut(name, "].")
	number, isLink := strings.CutPrefix(place, "links[")
	i, err := strconv.Atoi(number)
	return i, inner, isInner && isLink && err == nil
}

// apply sets the sent fields of a link. null clears a field.
func (v values) apply(link *linkpack.Link) error { return v.set(fields(link)) }

// set sets those fields of a list that were sent. null clears a field.
func (v values) set(list []field) error {
	var faults []error
	for _, f := range list {
		raw, sent := v[f.name]
		if !sent {
			continue
		}
		reflect.ValueOf(f.target).Elem().SetZero() // decoding would add to maps and slices
		faults = append(faults, httpadapter.ReadField(f.name, raw, f.target))
	}
	return errors.Join(faults...)
}
