package bolt_test

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"log"
	"os"
	"os/exec"
	"strconv"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/bolt"
)

// writerFile is an environment variable. It makes the test program a writer: a
// process that changes the file named there until it is killed, and prints each step
// that was acknowledged.
const writerFile = "LINKPACK_TEST_WRITER_FILE"

// clicksFile does the same for a process that only writes clicks, one after another.
const clicksFile = "LINKPACK_TEST_CLICKS_FILE"

func TestMain(m *testing.M) {
	if path := os.Getenv(writerFile); path != "" {
		log.Fatal(write(path, step))
	}
	if path := os.Getenv(clicksFile); path != "" {
		log.Fatal(write(path, clickStep))
	}
	if path := os.Getenv(readerFile); path != "" {
		readEverything(path)
		return
	}
	os.Exit(m.Run())
}

// process is a writer.
type process struct {
	cmd    *exec.Cmd
	output *bufio.Scanner
}

// startWriter starts a writer and waits until it has opened the file.
func startWriter(t *testing.T, path string) *process { return startProcess(t, writerFile, path) }

// startProcess starts the writer that a variable chooses.
func startProcess(t *testing.T, variable, path string) *process {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), variable+"="+path)
	cmd.Stderr = os.Stderr
	output, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p := &process{cmd, bufio.NewScanner(output)}
	t.Cleanup(func() { p.kill() })
	if !p.output.Scan() {
		t.Fatal("the writer did not open the file")
	}
	return p
}

// next waits for the next acknowledged step.
func (p *process) next(t *testing.T) int {
	t.Helper()
	if !p.output.Scan() {
		t.Fatal("the writer ended")
	}
	n, err := strconv.Atoi(p.output.Text())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// kill kills the writer at once and returns the last step that it printed, or -1.
func (p *process) kill() (last int) {
	_ = p.cmd.Process.Kill()
	last = -1
	for p.output.Scan() {
		if n, err := strconv.Atoi(p.output.Text()); err == nil {
			last = n
		}
	}
	_ = p.cmd.Wait()
	return last
}

// write does one step after another.
func write(path string, step func(context.Context, *bolt.Store, analytics.Lease, int) error) error {
	s, err := bolt.Open(path, nil)
	if err != nil {
		return err
	}
	lane, err := s.LeaseLane(context.Background(), 0, "a test")
	if err != nil {
		return err
	}
	fmt.Println("open")
	for n := 0; ; n++ {
		if err := step(context.Background(), s, lane, n); err != nil {
			return err
		}
		fmt.Println(n)
	}
}

// step makes three links, renames one, deletes one and appends to the log.
func step(ctx context.Context, s *bolt.Store, lane analytics.Lease, n int) error {
	links := stepLinks(n)
	if err := s.CreateLinks(ctx, links...); err != nil {
		return err
	}
	_, err := s.UpdateLinks(ctx, "", []string{links[1].ID}, func(_ int, l *linkpack.Link) error {
		l.ShortCode += "-renamed"
		return nil
	})
	return errors.Join(err, s.DeleteLinks(ctx, "", linkpack.Edit{}, links[2].ID), clickStep(ctx, s, lane, n))
}

// clickStep appends to the log.
func clickStep(ctx context.Context, _ *bolt.Store, lane analytics.Lease, n int) error {
	return lane.UpdateClicks(ctx, func(tx analytics.Tx) error {
		return errors.Join(
			tx.Put(analytics.TableLog, binary.BigEndian.AppendUint32(nil, uint32(n)), make([]byte, 3000)),
			tx.Put(analytics.TableMeta, []byte("steps"), strconv.AppendInt(nil, int64(n+1), 10)),
		)
	})
}

func stepLinks(n int) (links []*linkpack.Link) {
	for i := range 3 {
		name := fmt.Sprintf("%06d-%d", n, i)
		links = append(links, &linkpack.Link{ID: name, ShortCode: name, Destination: "https://example.com/"})
	}
	return links
}

// steps returns how many steps a file holds, or an error when the click log holds
// another number.
func steps(ctx context.Context, s *bolt.Store) (count int, err error) {
	return count, s.ViewClicks(ctx, func(v analytics.View) error {
		tx := v.Lane(0)
		stored, err := tx.Get(analytics.TableMeta, []byte("steps"))
		if err != nil || stored == nil {
			return err
		}
		if count, err = strconv.Atoi(string(stored)); err != nil {
			return err
		}
		rows := 0
		for _, err := range tx.Scan(analytics.TableLog, nil, nil) {
			if err != nil {
				return err
			}
			rows++
		}
		if rows != count {
			return fmt.Errorf("%d steps, %d rows in the log", count, rows)
		}
		return nil
	})
}
