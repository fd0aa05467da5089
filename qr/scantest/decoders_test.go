package scantest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"image/png"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

// decoder reads the QR code in a PNG file. It returns "" if it finds none, and an
// error if the decoder itself does not work.
type decoder struct {
	name string
	read func(file string) (string, error)
}

// decoders returns the four decoders. It skips the test if one is missing.
func decoders(t *testing.T) []decoder {
	t.Helper()
	need(t, "zbarimg")
	need(t, "ZXingReader")
	return []decoder{
		{"zbar", readZbar},
		{"zxing-cpp", readZXingCPP},
		{"gozxing", readGozxing},
		{"jsQR", startJsQR(t)},
	}
}

func need(t *testing.T, program string) {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		missing(t, program+" is not installed; see install.sh")
	}
}

func missing(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("LINKPACK_CI") == "1" {
		t.Fatal(what)
	}
	t.Skip(what)
}

func readZbar(file string) (string, error) {
	out, err := exec.Command("zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", file).Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 4 { // no code found
		return "", nil
	}
	return strings.TrimSuffix(string(out), "\n"), err
}

func readZXingCPP(file string) (string, error) {
	out, err := exec.Command("ZXingReader", "-format", "QRCode", "-bytes", file).Output()
	return string(out), err
}

func readGozxing(file string) (string, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	picture, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return "", err
	}
	bitmap, err := gozxing.NewBinaryBitmapFromImage(picture)
	if err != nil {
		return "", err
	}
	hints := map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true}
	result, err := qrcode.NewQRCodeReader().Decode(bitmap, hints)
	if err != nil {
		return "", nil // all its errors mean that it found no code or could not read it
	}
	return result.GetText(), nil
}

// startJsQR starts one node process that reads file after file.
func startJsQR(t *testing.T) func(string) (string, error) {
	t.Helper()
	need(t, "node")
	if _, err := os.Stat("jsqr/node_modules/jsqr"); err != nil {
		missing(t, "jsQR is not installed; see install.sh")
	}
	cmd := exec.CommandContext(t.Context(), "node", "jsqr/read.js")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		// It is killed when the test's context ends, so an error is expected.
		if err := errors.Join(in.Close(), cmd.Wait()); err != nil {
			t.Log(err)
		}
	})
	return lineReader(in, out)
}

func lineReader(in io.Writer, out io.Reader) func(string) (string, error) {
	var mu sync.Mutex
	answers := bufio.NewReader(out)
	return func(file string) (string, error) {
		mu.Lock()
		defer mu.Unlock()
		if _, err := fmt.Fprintln(in, file); err != nil {
			return "", err
		}
		line, err := answers.ReadBytes('\n')
		if err != nil {
			return "", err
		}
		var text *string
		if err := json.Unmarshal(line, &text); err != nil || text == nil {
			return "", err
		}
		return *text, nil
	}
}
