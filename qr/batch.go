package qr

import (
	"context"
	"iter"
	"runtime"
)

// EncodeAll draws many texts on all cores and yields the files in the order of
// the texts, each with its error. It holds only a few files at a time, so the
// sequence of texts may be endless. Cancelling the context ends the sequence with
// the context's error. Leaving the loop stops the work. The texts are read on
// another goroutine.
func (s *Style) EncodeAll(ctx context.Context, texts iter.Seq[string], f Format, o *Options) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		for job := range s.start(ctx, texts, f, o) {
			done := <-job
			if ctx.Err() != nil {
				break
			}
			if !yield(done.file, done.err) {
				return
			}
		}
		if err := ctx.Err(); err != nil {
			yield(nil, err)
		}
	}
}

type encoded struct {
	file []byte
	err  error
}

// start returns a channel for each text, in order. Each of them receives one
// value. As many texts are drawn at a time as there are cores.
func (s *Style) start(ctx context.Context, texts iter.Seq[string], f Format, o *Options) <-chan chan encoded {
	jobs := make(chan chan encoded, runtime.GOMAXPROCS(0)-1)
	go func() {
		defer close(jobs)
		for text := range texts {
			job := make(chan encoded, 1)
			select {
			case jobs <- job:
			case <-ctx.Done():
				return
			}
			go func() {
				file, err := s.encode(text, f, o)
				job <- encoded{file, err}
			}()
		}
	}()
	return jobs
}

func (s *Style) encode(text string, f Format, o *Options) ([]byte, error) {
	code, err := s.Draw(text, o)
	if err != nil {
		return nil, err
	}
	return code.Encode(f)
}
