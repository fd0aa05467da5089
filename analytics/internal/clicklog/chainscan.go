package clicklog

import "github.com/linkpack/linkpack-go/analytics"

// chainScan has the memory of a chain that reads many clicks.
type chainScan struct {
	chunks []*Chunk
	used   int // number of chunks of the block
	groups []ChainGroup
}

// Scan prepares the chain for reading many clicks as [Columns]. It takes words from a
// cache, nil for none. The groups of a block are valid until those of another are read.
func (c *LinkChain) Scan(words *WordCache) { c.words.cache, c.scan = words, new(chainScan) }

// EndScan adds the words that were read to the cache.
func (c *LinkChain) EndScan() { c.words.share() }

// begin makes room for the groups of a block.
func (s *chainScan) begin() []ChainGroup {
	s.used = 0
	return s.groups[:0]
}

// end keeps the memory of the groups of a block.
func (s *chainScan) end(groups []ChainGroup) {
	if s != nil {
		s.groups = groups
	}
}

// chunkOf is [ChunkOf] in the memory of a chunk of another block.
func (s *chainScan) chunkOf(row analytics.Row) (*Chunk, error) {
	if s == nil {
		return ChunkOf(row)
	}
	block, payload, err := chunkIn(row)
	if err != nil || payload == nil {
		return nil, err
	}
	if s.used == len(s.chunks) {
		s.chunks = append(s.chunks, new(Chunk))
	}
	chunk := s.chunks[s.used]
	s.used++
	*chunk = Chunk{Block: block, records: recordSet{restEnds: chunk.records.restEnds}}
	return chunk, chunk.decodeColumns(payload)
}
