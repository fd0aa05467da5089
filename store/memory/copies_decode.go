package memory

import (
	"encoding/binary"
	"encoding/json"
	"fmt"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/transfer"
)

// decodeJSON returns what encodeJSON was given.
func decodeJSON[V any](value []byte) (*V, error) {
	v := new(V)
	return v, json.Unmarshal(value, v)
}

func decodeChange(value []byte) (linkpack.Change, error) {
	c, err := decodeJSON[linkpack.Change](value)
	return *c, err
}

func decodeNumber(value []byte) (uint32, error) {
	if len(value) != 4 {
		return 0, fmt.Errorf("its number has %d bytes", len(value))
	}
	return binary.BigEndian.Uint32(value), nil
}

// lastNumber returns the number at the end of a key.
func lastNumber(key string) []byte { return []byte(key[max(0, len(key)-4):]) }

// numbered returns the link with a number.
func (p *pending) numbered(value []byte) (*linkpack.Link, error) {
	l, ok := p.byNumber.get(value)
	if !ok {
		return nil, fmt.Errorf("its link %x is missing", value)
	}
	return l, nil
}

// decodeCode returns what encodeCode was given.
func (p *pending) decodeCode(value []byte) (c code, err error) {
	const live, dead, design = 4, 8, 16
	if len(value) == live {
		if c.link, err = p.numbered(value); err == nil {
			c.number, c.workspace = c.link.Number, workspaceOf(c.link)
		}
		return c, err
	}
	if len(value) != dead && len(value) <= design {
		return c, fmt.Errorf("it has %d bytes", len(value))
	}
	c.number = binary.BigEndian.Uint32(value)
	owner, ok := p.owners[binary.BigEndian.Uint32(value[live:])]
	if !ok {
		return c, fmt.Errorf("its workspace %x is missing", value[live:dead])
	}
	c.workspace = owner
	if len(value) > design {
		c.last = linkpack.GoneError{Revision: binary.BigEndian.Uint64(value[dead:]), Design: string(value[design:])}
	}
	return c, nil
}

// putWorkspace puts the numbers of a workspace.
func (p *pending) putWorkspace(key string, value []byte) error {
	if len(value) != 8 {
		return fmt.Errorf("%w: the number of workspace %q has %d bytes", linkpack.ErrDamaged, key, len(value))
	}
	w := workspaceRow{binary.BigEndian.Uint32(value), int(binary.BigEndian.Uint32(value[4:]))}
	p.owners[w.number] = key
	p.workspaces = p.workspaces.set(key, w)
	return nil
}

// putLane sets the epoch of lane 0.
func (p *pending) putLane(r transfer.Row) error {
	lane, epoch, err := transfer.LaneOf(r)
	if err == nil && lane != 0 {
		err = noLane(lane)
	}
	p.epoch = epoch
	return err
}

// putCounter sets a counter.
func (p *pending) putCounter(r transfer.Row) error {
	n, err := transfer.NumberOf(r)
	switch string(r.Key) {
	case transfer.LastNumber:
		p.numbers = uint32(n)
	case transfer.LastChange:
		p.lastChange = n
	default:
		return fmt.Errorf("memory: no counter %.40q", r.Key)
	}
	return err
}
