package clicklog

import (
	"encoding/binary"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// LinksRequest returns the value of an [analytics.RequestErase]: the links.
func LinksRequest(links []uint32) []byte {
	return wire.Seal(appendLinks(wire.NewValue(nil), links))
}

// DecodeLinksRequest is the reverse of LinksRequest.
func DecodeLinksRequest(value []byte) ([]uint32, error) {
	payload, err := wire.Unseal(value)
	if err != nil {
		return nil, err
	}
	r := wire.Reader{Data: payload}
	links := linksLeft(&r)
	return links, r.End()
}

// RebuildRequest returns the value of an [analytics.RequestRebuild]: the times as varints
// of milliseconds, 0 for none, then 1 and the links, or 0 for all links.
func RebuildRequest(s *analytics.Selection) []byte {
	value := wire.NewValue(nil)
	for _, t := range []time.Time{s.From, s.To} {
		ms := int64(0)
		if !t.IsZero() {
			ms = t.UnixMilli()
		}
		value = binary.AppendVarint(value, ms)
	}
	if s.Links == nil {
		return wire.Seal(append(value, 0))
	}
	return wire.Seal(appendLinks(append(value, 1), s.Links))
}

// DecodeRebuildRequest is the reverse of RebuildRequest.
func DecodeRebuildRequest(value []byte) (s analytics.Selection, err error) {
	payload, err := wire.Unseal(value)
	if err != nil {
		return s, err
	}
	r := wire.Reader{Data: payload}
	for _, t := range []*time.Time{&s.From, &s.To} {
		if ms := r.Varint(); ms != 0 {
			*t = time.UnixMilli(ms).UTC()
		}
	}
	switch r.Byte() {
	case 0:
	case 1:
		s.Links = linksLeft(&r)
	default:
		r.Fail()
	}
	return s, r.End()
}

func appendLinks(value []byte, links []uint32) []byte {
	for _, link := range links {
		value = wire.Order.AppendUint32(value, link)
	}
	return value
}

// linksLeft reads links up to the end.
func linksLeft(r *wire.Reader) []uint32 {
	links := []uint32{}
	for r.Left() >= 4 {
		links = append(links, wire.Order.Uint32(r.Bytes(4)))
	}
	return links
}
