package main

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/linkpack/linkpack-go/linkpack"
)

// sealing configures the keys that encrypt the secret keys in the file of the server.
type sealing struct {
	file, oldFiles string // oldFiles is a list with commas

	key []byte   // nil if there is no file
	old [][]byte // earlier ones
}

// read reads the keys from their files.
func (s *sealing) read() (err error) {
	if s.file == "" {
		if s.oldFiles != "" {
			return errors.New("-seal-key: is required with -old-seal-keys")
		}
		return nil
	}
	if s.key, err = readSealKey(s.file); err != nil {
		return fmt.Errorf("-seal-key: %w", err)
	}
	for file := range strings.SplitSeq(s.oldFiles, ",") {
		if file = strings.TrimSpace(file); file == "" {
			continue
		}
		key, err := readSealKey(file)
		if err != nil {
			return fmt.Errorf("-old-seal-keys: %w", err)
		}
		s.old = append(s.old, key)
	}
	return nil
}

// sealKeySize is the size of a key in bytes.
const sealKeySize = 32

// readSealKey reads a key from a file. Errors do not have the key in them.
func readSealKey(file string) ([]byte, error) {
	if _, err := decodeSealKey(file); err == nil {
		return nil, errors.New("is the key itself; others can read it on the command line, so it must be in a file that is named here")
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	key, err := decodeSealKey(string(text))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return key, nil
}

// decodeSealKey decodes a key from hexadecimal digits or base64.
func decodeSealKey(text string) ([]byte, error) {
	text = strings.TrimSpace(text)
	key, err := hex.DecodeString(text)
	if err != nil {
		key, err = base64.StdEncoding.DecodeString(text)
	}
	if err != nil || len(key) != sealKeySize {
		return nil, fmt.Errorf("must have %d bytes in hexadecimal or base64 and nothing else", sealKeySize)
	}
	return key, nil
}

// inFlags returns an error of the engine with the names of the flags.
func (s *sealing) inFlags(err error) error {
	fault, ok := errors.AsType[*linkpack.FieldError](err)
	if !ok || fault.Field != "seal_key" {
		return err
	}
	return fmt.Errorf("-seal-key: %s", strings.ReplaceAll(fault.Reason, "old_seal_keys", "-old-seal-keys"))
}
