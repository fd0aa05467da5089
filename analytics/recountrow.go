package analytics

// row counts a row of the log. What is damaged of it is a finding.
func (c *recount) row(row Row, block uint64, link uint32) error {
	var err error
	switch {
	case link != noLink:
		var chunk *chunk
		if chunk, err = chunkOf(row); err == nil {
			err = c.chunk(row.Key, chunk)
		}
	case block <= c.end:
	case isGapRow(row.Key):
		err = c.gaps(row.Value)
	default:
		err = checkPlans(row.Value)
	}
	if !isDamage(err) {
		return err
	}
	c.damagedIn(block, inRow(err, TableLog, row.Key))
	c.lostDoubt = c.lostDoubt || link == noLink && isGapRow(row.Key)
	first := uint32(0)
	if c.beforeBlock == block {
		first = c.beforeLink // its clicks may go on
	}
	c.doubts.add(first, link)
	return nil
}

// checkPlans reads a row of plans.
func checkPlans(value []byte) error {
	payload, err := unseal(value)
	if err == nil {
		_, err = decodePlans(payload)
	}
	return err
}

// gaps counts the lost clicks of a row.
func (c *recount) gaps(value []byte) error {
	if c.links != nil {
		return nil
	}
	gaps, err := decodeGaps(value)
	for _, g := range gaps {
		day := dayOf(g.from)
		c.lost[day] = c.lost[day].add(uint16(quarterOf(g.from)), g.count)
	}
	return err
}

// chunk counts the clicks of a chunk.
func (c *recount) chunk(key []byte, chunk *chunk) error {
	chunk.loader, chunk.reader = &c.words, c
	for g, err := range chunk.all() {
		if err != nil {
			return err
		}
		if !c.has(g.link) {
			continue
		}
		if chunk.block > c.end {
			if err := c.chains.follow(&g, chunk.block, chunk.block <= c.marks.of(g.link)); err != nil {
				c.damaged(err)
			}
		}
		if err := c.group(chunk, &g); isDamage(err) {
			c.damagedIn(chunk.block, inRow(err, TableLog, key))
			c.doubts.add(g.link, g.link)
		} else if err != nil {
			return err
		}
	}
	if c.size > c.limit {
		c.narrow()
	}
	return nil
}

// group counts the clicks of a group.
func (c *recount) group(chunk *chunk, g *group) error {
	records := chunk.records(g.start, g.end)
	for rec := &c.record; records.next(rec); {
		day := dayOf(rec.time)
		if day < c.first || day >= c.after {
			continue
		}
		if chunk.block > c.end {
			c.logged(day, chunk.block)
		}
		pair := pairOf(day, g.link)
		if pair < c.from || pair >= c.to || chunk.block > c.marks.of(g.link) {
			continue
		}
		if err := c.click(chunk, g, pair); err != nil {
			return err
		}
	}
	return records.end()
}

// click adds the record to a rollup.
func (c *recount) click(chunk *chunk, g *group, pair uint64) error {
	if c.record.class == Human {
		plan, err := c.plans.planOf(chunk, g)
		if err != nil {
			return err
		}
		if err := c.labels.fill(&c.record, chunk, plan); err != nil {
			return err
		}
	}
	ru := c.rollups[pair]
	if ru == nil {
		ru = new(rollup)
		c.rollups[pair] = ru
	}
	before := ru.size()
	err := ru.add(&c.record, &c.labels, chunk.block)
	c.size += ru.size() - before
	return err
}

// damaged reports a damaged row.
func (c *recount) damaged(err error) { c.found(Finding{Figure: FigureRecord, Err: err}) }

// damagedIn reports what is damaged in a block, the first time that it is read.
func (c *recount) damagedIn(block uint64, err error) {
	if block > c.end {
		c.damaged(err)
	}
}
