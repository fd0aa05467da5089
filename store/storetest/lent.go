package storetest

import (
	"reflect"
	"unsafe"

	"github.com/linkpack/linkpack-go/linkpack"
)

// lent returns a copy of a link whose texts are in memory that take changes, as some
// servers do with the memory of a request when it is over.
func lent(l *linkpack.Link) (copied *linkpack.Link, take func()) {
	var memory [][]byte
	copied = l.Clone()
	lend(reflect.ValueOf(copied).Elem(), &memory)
	copied.Metadata = make(map[string]string)
	for key, value := range l.Metadata {
		copied.Metadata[lentText(key, &memory)] = lentText(value, &memory)
	}
	return copied, func() {
		for _, text := range memory {
			clear(text)
		}
	}
}

// lend moves the texts of a value to memory.
func lend(v reflect.Value, memory *[][]byte) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(lentText(v.String(), memory))
	case reflect.Slice:
		for i := range v.Len() {
			lend(v.Index(i), memory)
		}
	case reflect.Struct:
		for field, value := range v.Fields() {
			if field.IsExported() {
				lend(value, memory)
			}
		}
	}
}

// lentText moves a text to memory.
func lentText(text string, memory *[][]byte) string {
	if text == "" {
		return ""
	}
	own := []byte(text)
	*memory = append(*memory, own)
	return unsafe.String(&own[0], len(own))
}

func keepsNoTexts(p *probe) {
	given, take := lent(fullLink(1))
	p.create(given)
	want := fullLink(1)
	want.Number = given.Number
	take()
	p.holds(want)
	next := fullLink(2)
	next.ID, next.Number, next.Workspace, next.Revision = want.ID, want.Number, want.Workspace, want.Revision+1
	var taken []func()
	_, err := p.updateLink(want.Workspace, want.ID, func(l *linkpack.Link) error {
		changed, take := lent(next)
		*l, taken = *changed, append(taken, take)
		return nil
	})
	p.ok("UpdateLinks", err)
	for _, take := range taken {
		take()
	}
	p.holds(next)
	log := p.logged(0, 2)
	p.same("the codes in the change log", log[0].Codes, want.Codes())
	p.same("the actor in the change log", log[1].Actor, next.UpdatedBy)
}

func keepsNoTextsOfDocuments(p *probe) {
	var memory [][]byte
	given, want := document(1), document(1)
	lend(reflect.ValueOf(given).Elem().FieldByName("Keys"), &memory)
	given.Kind, given.ID, given.Workspace = lentText(given.Kind, &memory), lentText(given.ID, &memory), lentText(given.Workspace, &memory)
	p.addDocument(given)
	for _, text := range memory {
		clear(text)
	}
	want.Revision = 1
	p.holdsDocument(want)
}

func keepsNoTextsOfVisitors(p *probe) {
	var memory [][]byte
	given := visitor(1)
	given.ID, given.Workspace = lentText(given.ID, &memory), lentText(given.Workspace, &memory)
	for key, value := range given.Attributes {
		if text, ok := value.(string); ok {
			delete(given.Attributes, key)
			given.Attributes[lentText(key, &memory)] = lentText(text, &memory)
		}
	}
	name := lentText(identity(1), &memory)
	_, err := p.JoinVisitors(p.ctx, "acme", "", []string{name}, *edit(), func([]*linkpack.Visitor) (*linkpack.Visitor, error) { return given, nil })
	p.ok("JoinVisitors", err)
	for _, text := range memory {
		clear(text)
	}
	p.holdsVisitor(visitor(1), identity(1))
}
