package postgres

import (
	"context"
	"errors"
	"math"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/linkpack/linkpack-go/store/internal/linkindex"
)

// numbers are numbers for links and workspaces that this process has reserved. They are
// reserved outside of transactions, which would wait for each other otherwise, and many
// at once, so that the links of two processes are in different segments of the search.
// Each reservation begins at a multiple of 64. What is left when the process ends is lost.
type numbers struct{ next, end uint32 }

// errNumberUsed says that another process has used a number which this one had reserved. The
// database has forgotten that, in a failover to a replica that was behind.
var errNumberUsed = errors.New("postgres: another link has the number")

// take returns the next number.
func (n *numbers) take() (uint32, error) {
	if n.next == n.end {
		return 0, errors.New("postgres: no number has been reserved")
	}
	n.next++
	return n.next - 1, nil
}

// reserveNumbers begins behind what was reserved. In a copy that may be within a segment.
const reserveNumbers = "update linkpack_counters set last = (last + 63) / 64 * 64 + $1 where name = 'numbers' and (last + 63) / 64 * 64 + $1 <= $2 returning last"

// stock reserves numbers until n of them are left. The greatest uint32 is none: in the
// click log it means that there is no link.
func (s *store) stock(ctx context.Context, left *numbers, n int) error {
	if uint64(left.end-left.next) >= uint64(n) {
		return nil
	}
	block := (int64(n) + linkindex.Size - 1) / linkindex.Size * linkindex.Size
	return s.repeat(ctx, func() error {
		var end int64
		err := s.with(ctx, func(conn *pgxpool.Conn) error {
			return conn.QueryRow(ctx, reserveNumbers, block, int64(math.MaxUint32)).Scan(&end)
		})
		if errors.Is(err, pgx.ErrNoRows) {
			err = errors.New("link numbers are used up")
		}
		if err == nil {
			*left = numbers{next: uint32(end - block), end: uint32(end)}
		}
		return failed(err)
	})
}

// hostNumbers are numbers for links that are created in transactions of the host's.
type hostNumbers struct {
	token chan struct{} // held while they are taken
	left  *numbers
}

func newHostNumbers() hostNumbers { return hostNumbers{make(chan struct{}, 1), new(numbers)} }

// take reserves n numbers. Those that are not used are lost.
func (h hostNumbers) take(ctx context.Context, s *store, n int) (reserved numbers, err error) {
	select {
	case h.token <- struct{}{}:
		defer func() { <-h.token }()
	case <-ctx.Done():
		return reserved, ctx.Err()
	}
	if err := s.stock(ctx, h.left, n); err != nil {
		return reserved, err
	}
	reserved = numbers{h.left.next, h.left.next + uint32(n)}
	h.left.next = reserved.end
	return reserved, nil
}
