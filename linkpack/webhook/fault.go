package webhook

import (
	"context"
	"errors"
	"fmt"
	"net"

	"code.dny.dev/ssrf"
)

// plain returns an error of an attempt as the owner of the webhook may see it: without
// the addresses of this machine, of its name server and of hosts in its network.
func plain(err error) error {
	lookup, failedLookup := errors.AsType[*net.DNSError](err)
	operation, failed := errors.AsType[*net.OpError](err)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("no answer within %v", sendTimeout)
	case errors.Is(err, ssrf.ErrProhibitedIP):
		return errors.New("the host leads to an address that is in no public network")
	case failedLookup && lookup.IsNotFound:
		return errors.New("looking up the host: no such host")
	case failedLookup:
		return errors.New("looking up the host: the name server gave no answer")
	case failed:
		return operation.Err
	}
	return err
}
