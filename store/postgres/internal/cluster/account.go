package cluster

import (
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"strconv"
)

// account is the user as which the server runs. Its zero value is the user of this
// process.
type account struct{ uid, gid int }

// unprivileged returns another account if this process is root's, as which the server
// refuses to run.
func unprivileged() account {
	if os.Getuid() != 0 {
		return account{}
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, uidErr := strconv.Atoi(u.Uid)
		gid, gidErr := strconv.Atoi(u.Gid)
		if uidErr == nil && gidErr == nil {
			return account{uid, gid}
		}
	}
	return account{}
}

// own gives a folder to the account.
func (a account) own(dir string) error {
	if a == (account{}) {
		return nil
	}
	return os.Chown(dir, a.uid, a.gid)
}

// command returns a command of the account, which ends with this process.
func (a account) command(name string, args ...string) *exec.Cmd {
	if a == (account{}) {
		return exec.Command(name, args...)
	}
	as := []string{fmt.Sprintf("--reuid=%d", a.uid), fmt.Sprintf("--regid=%d", a.gid), "--clear-groups", "--pdeathsig=INT", name}
	return exec.Command("setpriv", append(as, args...)...)
}
