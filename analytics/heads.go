package analytics

import "encoding/binary"

// heads holds the newest block of every link, in runs of neighbours, so that
// memory follows the links that were clicked, and its workspace.
type heads struct {
	runs    map[uint32]*[runLinks]uint64
	members members
}

// runLinks is the number of links in a run; slices are made of whole runs.
const runLinks = 256

// runOf returns the run of a link.
func runOf(link uint32) uint32 { return link / runLinks }

// get returns the newest block of a link, or 0.
func (h *heads) get(link uint32) uint64 {
	if run := h.runs[runOf(link)]; run != nil {
		return run[link%runLinks]
	}
	return 0
}

func (h *heads) set(link uint32, block uint64) {
	run := h.runs[runOf(link)]
	if run == nil {
		if h.runs == nil {
			h.runs = make(map[uint32]*[runLinks]uint64)
		}
		run = new([runLinks]uint64)
		h.runs[runOf(link)] = run
	}
	run[link%runLinks] = block
}

// put stores a run: a varint for each link, 0 or newest+1 less its block, where
// newest is the newest block of the run and stands before them; then the
// workspaces.
func (h *heads) put(tx Tx, run uint32) error {
	blocks := h.runs[run]
	var newest uint64
	for _, block := range blocks {
		newest = max(newest, block)
	}
	value := binary.AppendUvarint(newValue(nil), newest)
	for _, block := range blocks {
		if block == 0 {
			value = binary.AppendUvarint(value, 0)
		} else {
			value = binary.AppendUvarint(value, newest-block+1)
		}
	}
	return tx.Put(TableHeads, headsKey(run), seal(h.members.append(value, run)))
}

// decodeHeads reads a run's payload: the blocks, and the workspaces, nil for none.
func decodeHeads(payload []byte) (*[runLinks]uint64, []uint32, error) {
	r := reader{data: payload}
	newest := r.uvarint()
	blocks := new([runLinks]uint64)
	for i := range blocks {
		ago := r.uvarint()
		if ago > newest {
			r.fail()
		}
		if ago > 0 {
			blocks[i] = newest - ago + 1
		}
	}
	workspaces := readWorkspaces(&r)
	return blocks, workspaces, r.end()
}

// loadHeads reads all runs.
func loadHeads(tx Tx) (heads, error) {
	h := heads{runs: make(map[uint32]*[runLinks]uint64)}
	for row, err := range tx.Scan(TableHeads, nil, nil) {
		if err != nil {
			return h, err
		}
		blocks, workspaces, err := decodeHeadsRow(row)
		if err != nil {
			return h, inRow(err, TableHeads, row.Key)
		}
		run := order.Uint32(row.Key)
		h.runs[run] = blocks
		for i, workspace := range workspaces {
			h.members.add(run*runLinks+uint32(i), workspace)
		}
	}
	return h, nil
}

// decodeHeadsRow reads a run's row.
func decodeHeadsRow(row Row) (*[runLinks]uint64, []uint32, error) {
	if err := checkKey(row.Key, 4); err != nil {
		return nil, nil, err
	}
	payload, err := unseal(row.Value)
	if err != nil {
		return nil, nil, err
	}
	return decodeHeads(payload)
}
