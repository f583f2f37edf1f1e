package blob

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Folder is a Store in a folder of this machine, for one node or for several on
// a shared file system. Files have mode 0600, folders 0700:
//
//	<dir>/7f/019a…7f        an object, in a subfolder by the end of its key,
//	                        for UUIDv7 of one day begin alike
//	<dir>/tmp-*             one being written
type Folder struct {
	dir string
}

var _ Store = (*Folder)(nil)

// tempPrefix begins names that lie in the folder itself, where no object is.
const tempPrefix = "tmp-"

// OpenFolder makes the folder if needed and removes what a killed process left
// half-written more than an hour ago.
func OpenFolder(dir string) (*Folder, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("open blob folder: %w", err)
	}
	f := &Folder{dir: dir}
	if err := f.removeHalfWritten(time.Now().Add(-time.Hour)); err != nil {
		return nil, fmt.Errorf("open blob folder: %w", err)
	}
	return f, nil
}

func (f *Folder) removeHalfWritten(before time.Time) error {
	entries, err := os.ReadDir(f.dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if !strings.HasPrefix(entry.Name(), tempPrefix) || entry.IsDir() {
			continue
		}
		old, err := olderThan(entry, before)
		if err != nil {
			return err
		}
		if !old {
			continue
		}
		if err := os.Remove(filepath.Join(f.dir, entry.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// Put is Store.Put.
func (f *Folder) Put(ctx context.Context, key string, data []byte) error {
	if err := errors.Join(ctx.Err(), checkKey(key)); err != nil {
		return err
	}
	if err := f.put(key, data); err != nil {
		return fmt.Errorf("store blob %s: %w", key, err)
	}
	return nil
}

// put writes beside, makes it durable, and gives it its name: the folder that
// holds the name must be made durable too, and so must a new subfolder's own.
func (f *Folder) put(key string, data []byte) error {
	sub := filepath.Dir(f.path(key))
	switch err := os.Mkdir(sub, 0o700); {
	case err == nil:
		if err := syncFolder(f.dir); err != nil {
			return err
		}
	case !errors.Is(err, fs.ErrExist):
		return err
	}
	temp, err := os.CreateTemp(f.dir, tempPrefix) // 0600
	if err != nil {
		return err
	}
	_, err = temp.Write(data)
	if err == nil {
		err = temp.Sync()
	}
	err = errors.Join(err, temp.Close())
	if err == nil {
		err = os.Rename(temp.Name(), f.path(key))
	}
	if err != nil {
		return errors.Join(err, os.Remove(temp.Name()))
	}
	return syncFolder(sub)
}

// Get is Store.Get.
func (f *Folder) Get(ctx context.Context, key string) ([]byte, error) {
	if err := errors.Join(ctx.Err(), checkKey(key)); err != nil {
		return nil, err
	}
	data, err := os.ReadFile(f.path(key))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, notFound(key)
	}
	if err != nil {
		return nil, fmt.Errorf("read blob: %w", err)
	}
	return data, nil
}

// Delete is Store.Delete.
func (f *Folder) Delete(ctx context.Context, key string) error {
	if err := errors.Join(ctx.Err(), checkKey(key)); err != nil {
		return err
	}
	err := os.Remove(f.path(key))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = syncFolder(filepath.Dir(f.path(key)))
	}
	if err != nil {
		return fmt.Errorf("delete blob: %w", err)
	}
	return nil
}

// Keys is Store.Keys.
func (f *Folder) Keys(ctx context.Context, before time.Time) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		err := fs.WalkDir(os.DirFS(f.dir), ".", func(path string, entry fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) {
				return nil // deleted meanwhile
			}
			if err := errors.Join(err, ctx.Err()); err != nil {
				return err
			}
			if entry.IsDir() || !strings.Contains(path, "/") { // only objects are in subfolders
				return nil
			}
			old, err := olderThan(entry, before)
			if err != nil {
				return err
			}
			if old && !yield(entry.Name(), nil) {
				return fs.SkipAll
			}
			return nil
		})
		if err != nil {
			yield("", fmt.Errorf("list blobs: %w", err))
		}
	}
}

// olderThan is false for a file that has just gone.
func olderThan(entry fs.DirEntry, before time.Time) (bool, error) {
	info, err := entry.Info()
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return info.ModTime().Before(before), nil
}

// path is where the key's object is.
func (f *Folder) path(key string) string {
	return filepath.Join(f.dir, subfolder(key), key)
}

func subfolder(key string) string {
	if len(key) < 2 {
		return "0" + key
	}
	return key[len(key)-2:]
}

func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
