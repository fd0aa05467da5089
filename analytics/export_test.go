package analytics

import "context"

// OpenFoldingInParts opens a recorder that interrupts its folds after each link.
func OpenFoldingInParts(ctx context.Context, store Store, opts *Options) (*Recorder, error) {
	r, err := newRecorder(ctx, store, opts)
	if err == nil {
		r.folder.limit = 1
		r.start()
	}
	return r, err
}
