package bolt

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
)

const (
	testID   = 0x0102030405060708
	lastTest = 41 // the newest transaction of the database
)

// put returns the operations of a record that writes a row.
func put(key, value string) []byte {
	return appendOperation(nil, operation{operationPut, analytics.TableLog, []byte(key), []byte(value)})
}

// journalOf returns records with the given operations that follow the database.
func journalOf(records ...[]byte) (data []byte) {
	for n, operations := range records {
		data = appendRecord(data, entry{testID, lastTest + 1, uint32(n), operations})
	}
	return data
}

// keysOf returns the keys that the database lacks.
func keysOf(t *testing.T, data []byte) (keys []string) {
	t.Helper()
	rows, err := newerThan(lastTest, testID, data)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		keys = append(keys, string(row.key))
	}
	return keys
}

func TestOperationsAreReadAsTheyWereWritten(t *testing.T) {
	want := []operation{
		{operationPut, analytics.TableLog, []byte("key"), []byte("value")},
		{operationDelete, analytics.TableMeta, []byte("key"), []byte{}},
		{operationPut, analytics.TableHeads, bytes.Repeat([]byte("k"), 300), []byte{}},
	}
	var data []byte
	for _, o := range want {
		data = appendOperation(data, o)
	}
	got, err := appendOperations(nil, data)
	same := func(a, b operation) bool {
		return a.kind == b.kind && a.table == b.table && bytes.Equal(a.key, b.key) && bytes.Equal(a.value, b.value)
	}
	if err != nil || !slices.EqualFunc(got, want, same) {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestRecordsThatTheDatabaseLacks(t *testing.T) {
	whole := journalOf(put("a", "1"), put("b", "2"), put("c", "3"))
	older := appendRecord(nil, entry{testID, lastTest, 0, put("old", "1")})
	for _, c := range []struct {
		name string
		data []byte
		want []string
	}{
		{"none", nil, nil},
		{"all", whole, []string{"a", "b", "c"}},
		{"older ones are skipped", slices.Concat(older, older), nil},
		{"older ones lie behind", slices.Concat(whole, older), []string{"a", "b", "c"}},
		{"half of an older one lies behind", slices.Concat(whole, older[9:]), []string{"a", "b", "c"}},
		{"zeros lie behind", slices.Concat(whole, make([]byte, 4096)), []string{"a", "b", "c"}},
		{"those of another journal", appendRecord(nil, entry{testID + 1, lastTest + 1, 0, put("a", "1")}), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := keysOf(t, c.data); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestRecordsThatDoNotFollowTheDatabase(t *testing.T) {
	unknown := appendOperation(nil, operation{kind: 3, table: analytics.TableLog, key: []byte("a")})
	for _, c := range []struct {
		name string
		data []byte
		want error
	}{
		{"a transaction is missing", appendRecord(nil, entry{testID, lastTest + 2, 0, put("a", "1")}), ErrForeign},
		{"the first record is missing", appendRecord(nil, entry{testID, lastTest + 1, 1, put("b", "2")}), ErrCorrupt},
		{"a later transaction lies behind", appendRecord(journalOf(put("a", "1")), entry{testID, lastTest + 2, 0, put("b", "2")}), ErrForeign},
		{"an unknown kind of operation", journalOf(unknown), ErrCorrupt},
		{"half of an operation", journalOf(put("a", "1")[:5]), ErrCorrupt},
	} {
		t.Run(c.name, func(t *testing.T) {
			if rows, err := newerThan(lastTest, testID, c.data); !errors.Is(err, c.want) {
				t.Errorf("got %v, %v, want %v", rows, err, c.want)
			}
		})
	}
}

func TestATornRecordIsLeftOut(t *testing.T) {
	first := journalOf(put("a", "1"))
	whole := journalOf(put("a", "1"), put("b", "2"))
	old := bytes.Repeat(appendRecord(nil, entry{testID, lastTest, 7, put("old", "1")}), 4)
	for length := len(first); length < len(whole); length++ {
		torn := append(bytes.Clone(whole[:length]), old[length:]...)
		for _, data := range [][]byte{whole[:length], torn} {
			if got := keysOf(t, data); !slices.Equal(got, []string{"a"}) {
				t.Errorf("after %d of %d bytes: %q", length, len(whole), got)
			}
		}
	}
}

func TestAFlippedBitInARecordIsToldOrCostsTheLast(t *testing.T) {
	whole := journalOf(put("a", "1"), put("b", "2"), put("c", "3"))
	last := len(whole) - len(journalOf(put("c", "3")))
	for at := range whole {
		for bit := range 8 {
			data := bytes.Clone(whole)
			data[at] ^= 1 << bit
			rows, err := newerThan(lastTest, testID, data)
			if at < last && !errors.Is(err, ErrCorrupt) || at >= last && (err != nil || len(rows) != 2) {
				t.Fatalf("byte %d, bit %d: %d rows, %v", at, bit, len(rows), err)
			}
		}
	}
}

func TestAFlippedBitInTheHeaderIsTold(t *testing.T) {
	whole := appendHeader(nil, testID)
	if id, _, err := cutHeader(whole); id != testID || err != nil {
		t.Fatal(id, err)
	}
	for at := range whole {
		data := bytes.Clone(whole)
		data[at] ^= 1
		if _, _, err := cutHeader(data); !errors.Is(err, ErrCorrupt) {
			t.Errorf("byte %d: %v", at, err)
		}
		if _, _, err := cutHeader(whole[:at]); !errors.Is(err, ErrCorrupt) {
			t.Errorf("%d bytes: %v", at, err)
		}
	}
}

func FuzzJournal(f *testing.F) {
	f.Add(journalOf(put("a", "1"), put("b", "2")))
	f.Add(appendRecord(journalOf(put("a", "1")), entry{testID, lastTest, 1, put("old", "1")}))
	f.Add(put("a", "1"))
	f.Fuzz(func(t *testing.T, data []byte) {
		rows, err := newerThan(lastTest, testID, data)
		if err != nil && (!errors.Is(err, ErrCorrupt) && !errors.Is(err, ErrForeign) || rows != nil) {
			t.Errorf("%d rows, %v", len(rows), err)
		}
		if rows, err := appendOperations(nil, data); err == nil {
			var again []byte
			for _, row := range rows {
				again = appendOperation(again, row)
			}
			if twice, err := appendOperations(nil, again); err != nil || len(twice) != len(rows) {
				t.Errorf("%d of %d operations again, %v", len(twice), len(rows), err)
			}
		}
		_, _, _ = cutHeader(data)
	})
}
