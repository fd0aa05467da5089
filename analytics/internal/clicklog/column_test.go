package clicklog

import (
	"encoding/binary"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

func TestPackedNumbersAreReadAsTheyWere(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	for width := 1; width <= 57; width++ {
		numbers := make([]int64, random.IntN(100))
		for i := range numbers {
			numbers[i] = random.Int64N(1 << width)
		}
		b := appendPacked([]byte{9, 9}, numbers, width)
		if len(b) != 2+packedSize(len(numbers), width) {
			t.Errorf("%d numbers of %d bits have %d bytes", len(numbers), width, len(b)-2)
		}
		b = append(b, 255, 255, 255, 255, 255, 255, 255, 255)
		for i, n := range numbers {
			if got := packedAt(b, 2, uint8(width), uint32(i)); got != uint64(n) {
				t.Errorf("number %d of %d bits became %d, want %d", i, width, got, n)
			}
		}
		start := random.IntN(len(numbers) + 1)
		all := make([]int64, len(numbers)-start)
		if unpack(all, b[2:], uint8(width), uint32(start)); !slices.Equal(all, numbers[start:]) {
			t.Errorf("from number %d of %d bits on\ngot  %v\nwant %v", start, width, all, numbers[start:])
		}
	}
}

// numbersOf returns numbers of one of several kinds: all the same, few, many or large ones.
func numbersOf(random *rand.Rand) []uint32 {
	limit := []uint32{1, 2, 5, 40, 1000, 1 << 31}[random.IntN(6)]
	factor := []uint32{1, 1 << 20}[random.IntN(2)]
	numbers := make([]uint32, 1+random.IntN(600))
	for i := range numbers {
		numbers[i] = random.Uint32N(limit) * factor
	}
	return numbers
}

// TestColumnsAreReadAsTheyWereBuilt builds columns with the same memory.
func TestColumnsAreReadAsTheyWereBuilt(t *testing.T) {
	random := rand.New(rand.NewPCG(2, 2))
	var b columnBuilder
	for range 500 {
		numbers := numbersOf(random)
		b.reset()
		for i, n := range numbers {
			b.set(i, n)
		}
		b.fill(len(numbers))
		s := recordSet{data: b.append(nil), count: uint32(len(numbers)), used: 1 << columnText}
		r := wire.Reader{Data: s.data}
		if c := &s.columns[columnText]; b.varied(len(numbers)) {
			c.readVaried(&r, len(numbers), 32)
		} else {
			c.readSame(&r, 32)
		}
		if err := r.End(); err != nil {
			t.Fatal(err)
		}
		if size := b.size(len(numbers)); size > len(s.data) || size < len(s.data)-1 {
			t.Errorf("%d bytes, it said %d", len(s.data), size)
		}
		s.data = append(s.data, make([]byte, 8)...)
		start := random.Uint32N(s.count)
		if got := readColumn([]uint32(nil), &s, columnText, start, s.count); !slices.Equal(got, numbers[start:]) {
			t.Fatalf("got  %v\nwant %v", got, numbers[start:])
		}
		if i := random.Uint32N(s.count); s.number(columnText, i) != uint64(numbers[i]) {
			t.Errorf("number %d is %d, want %d", i, s.number(columnText, i), numbers[i])
		}
	}
}

// TestAColumnTakesLittleRoom says how many bytes columns of 64 numbers may have.
func TestAColumnTakesLittleRoom(t *testing.T) {
	for _, tt := range []struct {
		name   string
		number func(i uint32) uint32
		most   int
	}{
		{"the same", func(uint32) uint32 { return 100 }, 1},
		{"one of two large ones", func(i uint32) uint32 { return 1<<20 + i%2 }, 2 + 6 + 8},
		{"different small ones", func(i uint32) uint32 { return i }, 1 + 48},
	} {
		var b columnBuilder
		for i := range uint32(64) {
			b.set(int(i), tt.number(i))
		}
		if got := len(b.append(nil)); got > tt.most {
			t.Errorf("%s: %d bytes, want %d", tt.name, got, tt.most)
		}
	}
}

// TestDamagedColumnsAreRefused reads columns of two records, with eight bytes behind them.
func TestDamagedColumnsAreRefused(t *testing.T) {
	for name, data := range map[string][]byte{
		"no width":               {0, 1},
		"too wide":               {33, 1, 2, 3, 4, 5, 6, 7, 8, 9},
		"a dictionary of one":    {dictionary | 3, 0, 7, 0},
		"cut short":              {32},
		"a dictionary cut short": {dictionary | 32, 200, 1, 2, 3},
	} {
		r := wire.Reader{Data: data}
		if new(column).readVaried(&r, 2, 32); !r.Failed {
			t.Errorf("%s is read", name)
		}
	}
	r := wire.Reader{Data: binary.AppendUvarint(nil, 1<<8)}
	if new(column).readSame(&r, 8); !r.Failed {
		t.Error("a number of nine bits is read where eight are the most")
	}
}
