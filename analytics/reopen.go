package analytics

// openKey returns the key of the value that says that a sum is to be made: kind,
// number and index, so that those of a number stand side by side.
func (k sumKey) openKey() []byte {
	b := append([]byte(metaOpen), byte(k.kind))
	b = order.AppendUint32(b, k.number)
	return order.AppendUint32(b, k.index)
}

// openSumOf reads the key of the value that says that a sum is to be made.
func openSumOf(key []byte) (k sumKey, err error) {
	if err := checkKey(key, len(metaOpen)+sumKeySize); err != nil {
		return k, inRow(err, TableMeta, key)
	}
	key = key[len(metaOpen):]
	return sumKey{sumKind(key[0]), order.Uint32(key[1:]), order.Uint32(key[5:])}, nil
}

// isOpen reports whether a sum is to be made.
func isOpen(tx Tx, k sumKey) (bool, error) {
	payload, err := get(tx, TableMeta, k.openKey())
	return payload != nil, err
}

// openSums are the sums of a kind and a number that are to be made.
func openSums(tx Tx, kind sumKind, number uint32) (map[uint32]bool, error) {
	var open map[uint32]bool
	from, to := sumKey{kind, number, 0}.openKey(), sumKey{kind, number + 1, 0}.openKey()
	for row, err := range tx.Scan(TableMeta, from, to) {
		if err != nil {
			return nil, err
		}
		if open == nil {
			open = make(map[uint32]bool)
		}
		k, err := openSumOf(row.Key)
		if err != nil {
			return nil, err
		}
		if _, err := unseal(row.Value); err != nil {
			return nil, inRow(err, TableMeta, row.Key)
		}
		open[k.index] = true
	}
	return open, nil
}

// reopener removes the sums of days whose rollups change.
type reopener struct {
	tx      Tx
	closed  closed
	after   uint32 // the first day of the months that are closed for nobody
	members *members
	// known are the sums that are open anyway, and fresh those that become it in
	// this transaction.
	known map[sumKey]struct{}
	fresh []sumKey
}

// changed removes the sums that have a link's day, as far as they are closed.
func (o *reopener) changed(link, day uint32) error {
	if o.closed.hasDay(link, day) {
		if err := o.open(sumKey{sumAll, link, 0}); err != nil {
			return err
		}
	}
	if workspace := o.members.workspace(link); workspace != 0 {
		if o.closed.hasDay(workspace, day) {
			if err := o.open(sumKey{sumDay, workspace, day}); err != nil {
				return err
			}
		}
		if err := o.changedMonth(workspace, day); err != nil {
			return err
		}
	}
	return o.changedMonth(link, day)
}

// changedMonth removes the sum of a day's month.
func (o *reopener) changedMonth(number, day uint32) error {
	if day >= o.after {
		return nil
	}
	if month := monthOf(day); o.closed.hasMonth(number, month) {
		return o.open(sumKey{sumMonth, number, month})
	}
	return nil
}

// open removes a sum and leaves word that it is to be made.
func (o *reopener) open(k sumKey) error {
	if _, known := o.known[k]; known {
		return nil
	}
	open, err := isOpen(o.tx, k)
	if err != nil || open {
		return err
	}
	if err := o.tx.Delete(TableSums, k.bytes()); err != nil {
		return err
	}
	o.fresh = append(o.fresh, k)
	return o.tx.Put(TableMeta, k.openKey(), seal(newValue(nil)))
}

// reopen removes the sums that have the days that were folded.
func (r *Recorder) reopen(f *folder) error {
	for _, ru := range f.days {
		if ru.err != nil {
			continue
		}
		if ru.day < r.horizon {
			r.touched++
		}
		if err := r.sums.changed(f.link, ru.day); err != nil {
			return err
		}
	}
	return nil
}

// reopener returns what removes the sums of rollups that change in a transaction.
func (r *Recorder) reopener(tx Tx) (reopener, error) {
	c, err := loadClosed(tx)
	return reopener{tx: tx, closed: c, after: c.afterMonths(), members: &r.heads.members, known: r.opened}, err
}

// maxOpened is the most open sums that are known to be open.
const maxOpened = 1 << 16

// knowOpen notes which sums the last fold has opened.
func (r *Recorder) knowOpen() {
	if len(r.opened) > maxOpened {
		clear(r.opened)
	}
	for _, k := range r.sums.fresh {
		r.opened[k] = struct{}{}
	}
}
