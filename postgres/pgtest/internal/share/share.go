// Package share is what a test process and the keeper of the test server agree
// on: the files of their folder and the locks on them.
//
//	users     shared by every test in progress; exclusive only for the keeper that ends
//	starting  exclusive for whoever starts a keeper, and for a keeper that ends
//	alive     exclusive for the keeper, all its life
//	template  exclusive for whoever makes a template database
//	address   how to reach the server; there only while it can be reached
package share

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
)

// Place is the folder of one shared test server.
type Place string

// Users is locked shared by each test while it uses the server.
func (p Place) Users() string { return p.file("users") }

// Starting is locked while a keeper is being started or is ending.
func (p Place) Starting() string { return p.file("starting") }

// Alive is locked by the keeper.
func (p Place) Alive() string { return p.file("alive") }

// Template is locked while a template database is made.
func (p Place) Template() string { return p.file("template") }

// Address holds the server's address without a database name.
func (p Place) Address() string { return p.file("address") }

// Clean exists when the last server ended in order.
func (p Place) Clean() string { return p.file("clean") }

// Data is the cluster's folder.
func (p Place) Data() string { return p.file("postgres") }

// Log is what the keeper and the server say.
func (p Place) Log() string { return p.file("keeper.log") }

func (p Place) file(name string) string { return filepath.Join(string(p), name) }

// ErrHeld is returned by TryLock when somebody else holds the lock.
var ErrHeld = errors.New("lock is held")

// Lock opens the file and waits for the lock, how being syscall.LOCK_SH or
// LOCK_EX. Closing the file gives the lock back; so does the end of the process.
func Lock(path string, how int) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	for {
		err = syscall.Flock(int(f.Fd()), how)
		if !errors.Is(err, syscall.EINTR) { // Go's own signals interrupt it
			break
		}
	}
	switch {
	case err == nil:
		return f, nil
	case errors.Is(err, syscall.EWOULDBLOCK):
		err = ErrHeld
	}
	return nil, errors.Join(err, f.Close())
}

// TryLock is Lock without waiting.
func TryLock(path string, how int) (*os.File, error) { return Lock(path, how|syscall.LOCK_NB) }
