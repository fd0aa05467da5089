package rollup

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// someConversions are two purchases and two forms of a click, and one of another.
func someConversions() *Conversions {
	var c Conversions
	blue, none := []VariantName{{"colour", "blue"}}, []VariantName{{Split: "colour"}, {Split: "size"}}
	c.Add(40, &Conversion{ConversionKind{"purchase", "EUR"}, 12_500_000, true}, blue)
	c.Add(40, &Conversion{ConversionKind{"purchase", "EUR"}, 500_001, false}, blue)
	c.Add(7, &Conversion{ConversionKind{"form.submitted", ""}, 0, false}, blue)
	c.Add(95, &Conversion{ConversionKind{"purchase", "CHF"}, 1, true}, none)
	return &c
}

func TestConversionsAreCountedByKindCurrencyAndVariant(t *testing.T) {
	c := someConversions()
	c.sort()
	want := Conversions{
		Kinds: []KindConversions{
			{ConversionKind{"form.submitted", ""}, Amounts{{7, 1, 0}}},
			{ConversionKind{"purchase", "CHF"}, Amounts{{95, 1, 1}}},
			{ConversionKind{"purchase", "EUR"}, Amounts{{40, 2, 13_000_001}}},
		},
		Converted: Cells{{40, 1}, {95, 1}},
		Variants: []VariantConversions{
			{VariantName{"colour", ""}, Cells{{95, 1}}, Cells{{95, 1}}},
			{VariantName{"colour", "blue"}, Cells{{7, 1}, {40, 2}}, Cells{{40, 1}}},
			{VariantName{"size", ""}, Cells{{95, 1}}, Cells{{95, 1}}},
		},
	}
	if !reflect.DeepEqual(*c, want) {
		t.Errorf("got  %+v\nwant %+v", *c, want)
	}
	if all := c.Quarters(); !reflect.DeepEqual(all, Cells{{7, 1}, {40, 2}, {95, 1}}) {
		t.Errorf("by quarter-hour: %v", all)
	}
}

// TestTheFormatOfConversionsIsThatOfItsComment pins the bytes.
func TestTheFormatOfConversionsIsThatOfItsComment(t *testing.T) {
	var c Conversions
	c.Add(40, &Conversion{ConversionKind{"buy", "EUR"}, 300, true}, []VariantName{{"s", "r"}})
	c.Add(41, &Conversion{ConversionKind{"buy", "EUR"}, 0, false}, nil)
	want := []byte("\x00" + // the section
		"\x01\x03buy\x03EUR" + "\x02" + "\x28\x01\xac\x02" + "\x01\x01\x00" + // the kind, and two amounts
		"\x01\x28\x01" + // converted clicks
		"\x01\x01s\x01r" + "\x01\x28\x01" + "\x01\x28\x01") // the variant
	if got := c.append(nil); !bytes.Equal(got, want) {
		t.Errorf("got  %x\nwant %x", got, want)
	}
	var m MonthConversions
	m.add(2, &c)
	m.addVariants(&c)
	want = []byte("\x00" + "\x02\xe8\x01\x01\x01\x01" + // two quarter-hours of the third day
		"\x01\x03buy\x03EUR" + "\x01\x00\x02\xac\x02" + "\x01\x00\x01" +
		"\x01\x01s\x01r" + "\x01\x00\x01" + "\x01\x00\x01")
	if got := m.append(nil); !bytes.Equal(got, want) {
		t.Errorf("a month: got  %x\nwant %x", got, want)
	}
}

func TestARollupWithoutConversionsHasNoByteForThem(t *testing.T) {
	var ru Rollup
	ru.First, ru.Last = 1, 1
	before := payloadOf(t, &ru)
	if want := []byte{1, 0, 0, 0, 0}; !bytes.Equal(before, want) {
		t.Errorf("an empty rollup is %x, want %x", before, want)
	}
}

// TestConversionsAreReadAsTheyWereWritten merges some, writes and reads them, in
// rollups and in months.
func TestConversionsAreReadAsTheyWereWritten(t *testing.T) {
	for seed := range uint64(50) {
		random := rand.New(rand.NewPCG(seed, 1))
		var ru Rollup
		ru.First = 1
		for range random.IntN(200) {
			addRandom(random, &ru.Conversions, 1+random.IntN(60))
		}
		again := readAgain(t, &ru)
		ru.Conversions.sort()
		if !same(&ru.Conversions, &again.Conversions) {
			t.Fatalf("seed %d: got  %+v\nwant %+v", seed, again.Conversions, ru.Conversions)
		}
		again.reset()
		if !again.Conversions.Empty() || again.Conversions.cells() != 0 {
			t.Fatalf("seed %d: something is left: %+v", seed, again.Conversions)
		}
	}
}

func TestMonthsOfConversionsAreReadAsTheyWereWritten(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 1))
	var m MonthSum
	want := map[int]Cells{}
	for day := range uint32(31) {
		ru := Rollup{First: 1}
		for range random.IntN(3) {
			addRandom(random, &ru.Conversions, 4)
		}
		if !ru.Conversions.Empty() {
			want[int(day)] = ru.Conversions.Quarters()
		}
		m.Add(day, &ru, true)
	}
	payload, err := wire.Unseal(m.Value())
	if err != nil {
		t.Fatal(err)
	}
	r := wire.Reader{Data: payload}
	MonthDays(&r)
	for range 31 {
		ReadCells(&r, nil, ClassCells)
	}
	var again MonthConversions
	if dims := again.ReadSections(&r); dims != 0 || r.Uvarint() != 0 || r.End() != nil {
		t.Fatalf("%d dimensions, %v", dims, r.End())
	}
	got := map[int]Cells{}
	for n, quarters := range again.Days {
		got[n] = quarters
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	m.conversions.Sums.sort()
	if !same(&again.Sums, &m.conversions.Sums) {
		t.Errorf("got  %+v\nwant %+v", again.Sums, m.conversions.Sums)
	}
}

// addRandom adds a conversion of one of some kinds.
func addRandom(random *rand.Rand, c *Conversions, variety int) {
	conversion := Conversion{
		ConversionKind: ConversionKind{fmt.Sprint("kind ", random.IntN(variety)), []string{"", "EUR", "JPY"}[random.IntN(3)]},
		Value:          random.Uint64N(1 << random.IntN(62)), First: random.IntN(2) == 0,
	}
	var variants []VariantName
	for split := range random.IntN(3) {
		variants = append(variants, VariantName{fmt.Sprint("split ", split), []string{"", "a"}[random.IntN(2)]})
	}
	c.Add(uint16(random.IntN(QuartersPerDay)), &conversion, variants)
}

// same reports whether conversions that are sorted are the same.
func same(a, b *Conversions) bool {
	return fmt.Sprint(a.Kinds, a.Converted, a.Variants) == fmt.Sprint(b.Kinds, b.Converted, b.Variants)
}

func TestOnlyTheFirstKindsHaveNamesAndValues(t *testing.T) {
	var c Conversions
	for i := range 2 * MaxValues {
		name := ConversionKind{fmt.Sprintf("kind-%04d", i/2), []string{"EUR", "USD"}[i%2]}
		c.Add(1, &Conversion{name, 5, false}, []VariantName{{fmt.Sprint("split", i), ""}})
		c.Add(2, &Conversion{name, 5, false}, nil)
	}
	c.sort()
	if len(c.Kinds) != MaxValues+1 || len(c.Variants) != MaxValues+1 {
		t.Fatalf("%d kinds and %d variants have names", len(c.Kinds), len(c.Variants))
	}
	rest := c.Kinds[MaxValues]
	if rest.ConversionKind != (ConversionKind{Kind: RestValue}) || !reflect.DeepEqual(rest.Amounts, Amounts{{1, MaxValues, 0}, {2, MaxValues, 0}}) {
		t.Errorf("the rest is %+v", rest)
	}
	if known := c.Kinds[0].Amounts; !reflect.DeepEqual(known, Amounts{{1, 1, 5}, {2, 1, 5}}) {
		t.Errorf("a kind with a name has %v", known)
	}
}

// TestSumsOfValuesStop adds in both orders: a sum that began again at zero would be
// another one.
func TestSumsOfValuesStop(t *testing.T) {
	for _, values := range [][]uint64{{math.MaxUint64 - 1, 1, 7}, {7, math.MaxUint64 - 1, 1}, {math.MaxUint64, math.MaxUint64}} {
		var a Amounts
		for _, v := range values {
			a = a.Add(Amount{3, 1, v})
		}
		if a[0].Value != math.MaxUint64 {
			t.Errorf("%v add up to %d", values, a[0].Value)
		}
	}
	if sum := (Amounts{{1, 1, 2}, {2, 1, 3}, {3, 1, 5}}).Sum(1, 3); sum != (Amount{0, 2, 5}) {
		t.Errorf("the sum of a part is %v", sum)
	}
}

func TestDamagedConversionsAreRefused(t *testing.T) {
	whole := payloadOf(t, &Rollup{First: 1, Conversions: *someConversions()})
	for n := 5; n < len(whole); n++ {
		if new(Rollup).Read(whole[:n]) == nil {
			t.Errorf("the first %d of %d bytes are read", n, len(whole))
		}
	}
	for name, section := range map[string]string{
		"no kinds":           "\x00\x00\x00",
		"a late quarter":     "\x01\x01k\x00\x01\x60\x01\x00\x00\x00",
		"a quarter twice":    "\x01\x01k\x00\x02\x01\x01\x00\x00\x01\x00\x00\x00",
		"converted too late": "\x01\x01k\x00\x01\x01\x01\x00\x01\x60\x01\x00",
		"two sections":       "\x01\x01k\x00\x01\x01\x01\x00\x00\x00\x00\x01\x01k\x00\x01\x01\x01\x00\x00\x00",
	} {
		sections := byte(1)
		if name == "two sections" {
			sections = 2
		}
		payload := append([]byte{1, 0, 0, sections, conversionSection}, section...)
		if new(Rollup).Read(append(payload, 0)) == nil {
			t.Errorf("%s: it is read", name)
		}
	}
}
