package clicklog

import (
	"encoding/binary"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Heads holds the newest block and the workspace of every clicked link. Links are
// kept in runs of neighbours.
type Heads struct {
	Runs    map[uint32]*[RunLinks]uint64 // newest blocks by run; 0 for none
	Members Members                      // workspaces
}

// RunLinks is the number of links in a run. Slices consist of whole runs.
const RunLinks = 256

// RunOf returns the run of a link.
func RunOf(link uint32) uint32 { return link / RunLinks }

// Get returns the newest block of a link, or 0.
func (h *Heads) Get(link uint32) uint64 {
	if run := h.Runs[RunOf(link)]; run != nil {
		return run[link%RunLinks]
	}
	return 0
}

// Set sets the newest block of a link.
func (h *Heads) Set(link uint32, block uint64) {
	run := h.Runs[RunOf(link)]
	if run == nil {
		if h.Runs == nil {
			h.Runs = make(map[uint32]*[RunLinks]uint64)
		}
		run = new([RunLinks]uint64)
		h.Runs[RunOf(link)] = run
	}
	run[link%RunLinks] = block
}

// Put stores a run. The payload is the newest block of all its links, then for each
// link 0 or newest+1 less the link's newest block, as varints; then the workspaces.
func (h *Heads) Put(tx analytics.Tx, run uint32) error {
	blocks := h.Runs[run]
	var newest uint64
	for _, block := range blocks {
		newest = max(newest, block)
	}
	value := binary.AppendUvarint(wire.NewValue(nil), newest)
	for _, block := range blocks {
		if block == 0 {
			value = binary.AppendUvarint(value, 0)
		} else {
			value = binary.AppendUvarint(value, newest-block+1)
		}
	}
	return tx.Put(analytics.TableHeads, wire.HeadsKey(run), wire.Seal(h.Members.append(value, run)))
}

// DecodeHeads decodes a run's payload to the newest blocks and the workspaces. The
// workspaces are nil if no link has one.
func DecodeHeads(payload []byte) (*[RunLinks]uint64, []uint32, error) {
	r := wire.Reader{Data: payload}
	newest := r.Uvarint()
	blocks := new([RunLinks]uint64)
	for i := range blocks {
		ago := r.Uvarint()
		if ago > newest {
			r.Fail()
		}
		if ago > 0 {
			blocks[i] = newest - ago + 1
		}
	}
	workspaces := readWorkspaces(&r)
	return blocks, workspaces, r.End()
}

// LoadHeads reads all runs. It calls damaged for those that are damaged and leaves
// them out.
func LoadHeads(tx analytics.Tx, damaged func(key []byte, err error)) (Heads, error) {
	h := Heads{Runs: make(map[uint32]*[RunLinks]uint64)}
	for row, err := range tx.Scan(analytics.TableHeads, nil, nil) {
		if err != nil {
			return h, err
		}
		blocks, workspaces, err := DecodeHeadsRow(row)
		if err != nil {
			damaged(row.Key, wire.InRow(err, analytics.TableHeads, row.Key))
			continue
		}
		run := wire.Order.Uint32(row.Key)
		h.Runs[run] = blocks
		for i, workspace := range workspaces {
			h.Members.Add(run*RunLinks+uint32(i), workspace)
		}
	}
	return h, nil
}

// DecodeHeadsRow decodes a run's row.
func DecodeHeadsRow(row analytics.Row) (*[RunLinks]uint64, []uint32, error) {
	if err := wire.CheckKey(row.Key, 4); err != nil {
		return nil, nil, err
	}
	payload, err := wire.Unseal(row.Value)
	if err != nil {
		return nil, nil, err
	}
	return DecodeHeads(payload)
}
