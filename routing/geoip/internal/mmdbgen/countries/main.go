// Command countries makes the database that countrydb embeds from any database that
// geoip can read. It has only the country of each network, with neighbours of the
// same country merged.
//
//	go run ./countries -in FILE.mmdb -out country.mmdb
package main

import (
	"errors"
	"flag"
	"fmt"
	"log"
	"net"
	"net/netip"
	"os"
	"path/filepath"

	"github.com/maxmind/mmdbwriter"
	"github.com/maxmind/mmdbwriter/mmdbtype"
	"github.com/oschwald/maxminddb-golang/v2"
)

func main() {
	in := flag.String("in", "", "the database to read")
	out := flag.String("out", "country.mmdb", "the database to write")
	flag.Parse()
	if err := run(*in, *out); err != nil {
		log.Fatal(err)
	}
}

func run(in, out string) error {
	if in == "" {
		return errors.New("name the database to read: -in FILE.mmdb")
	}
	source, err := maxminddb.Open(in)
	if err != nil {
		return fmt.Errorf("%s: %w", in, err)
	}
	defer source.Close()
	tree, err := countries(source)
	if err != nil {
		return fmt.Errorf("%s: %w", in, err)
	}
	return save(out, tree)
}

func countries(source *maxminddb.Reader) (*mmdbwriter.Tree, error) {
	tree, err := mmdbwriter.New(mmdbwriter.Options{
		BuildEpoch:              int64(source.Metadata.BuildEpoch),
		DatabaseType:            "Linkpack-Country",
		Description:             map[string]string{"en": "Countries of " + source.Metadata.DatabaseType},
		IncludeReservedNetworks: true,
		RecordSize:              24,
	})
	if err != nil {
		return nil, err
	}
	known := 0
	for record := range source.Networks() {
		country, err := countryOf(record)
		if err != nil {
			return nil, err
		}
		if country == "" {
			continue
		}
		known++
		if err := insert(tree, record.Prefix(), country); err != nil {
			return nil, err
		}
	}
	if known == 0 {
		return nil, fmt.Errorf("no network of type %q has a country", source.Metadata.DatabaseType)
	}
	return tree, nil
}

// countryOf reads the country of a record in either schema.
func countryOf(record maxminddb.Result) (string, error) {
	var nested, flat string
	errNested := record.DecodePath(&nested, "country", "iso_code")
	errFlat := record.DecodePath(&flat, "country_code")
	if errNested != nil && errFlat != nil {
		return "", errors.Join(errNested, errFlat)
	}
	if nested != "" {
		return nested, nil
	}
	return flat, nil
}

// insert leaves out networks inside an alias of the IPv4 space, such as 6to4. The
// tree finds the country of the IPv4 address for them.
func insert(tree *mmdbwriter.Tree, prefix netip.Prefix, country string) error {
	record := mmdbtype.Map{"country_code": mmdbtype.String(country)}
	err := tree.Insert(ipNet(prefix), record)
	if alias := (*mmdbwriter.AliasedNetworkError)(nil); errors.As(err, &alias) {
		return nil
	}
	return err
}

func ipNet(p netip.Prefix) *net.IPNet {
	addr := p.Addr()
	return &net.IPNet{IP: addr.AsSlice(), Mask: net.CIDRMask(p.Bits(), addr.BitLen())}
}

// save writes the whole file or nothing.
func save(path string, tree *mmdbwriter.Tree) error {
	file, err := os.CreateTemp(filepath.Dir(path), "country-*.mmdb")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	if _, err := tree.WriteTo(file); err != nil {
		_ = file.Close() // the first error is more useful
		return err
	}
	if err := errors.Join(file.Chmod(0o644), file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}
