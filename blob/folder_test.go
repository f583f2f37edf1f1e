package blob_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/walletdesk/walletdesk/blob"
	"github.com/walletdesk/walletdesk/fault"
)

const (
	keyA = "019a7b2c-0000-7000-8000-00000000000a"
	keyB = "019a7b2c-0000-7000-8000-00000000000b"
)

func open(t *testing.T) (*blob.Folder, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "blobs")
	store, err := blob.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	return store, dir
}

func put(t *testing.T, store blob.Store, key, data string) {
	t.Helper()
	if err := store.Put(t.Context(), key, []byte(data)); err != nil {
		t.Fatal(err)
	}
}

func keys(t *testing.T, store blob.Store, before time.Time) []string {
	t.Helper()
	var found []string
	for key, err := range store.Keys(t.Context(), before) {
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, key)
	}
	slices.Sort(found)
	return found
}

func TestFolder_PutGetDelete(t *testing.T) {
	t.Parallel()
	store, dir := open(t)
	put(t, store, keyA, "first")
	put(t, store, keyB, "")
	put(t, store, keyA, "second")

	for key, want := range map[string]string{keyA: "second", keyB: ""} {
		got, err := store.Get(t.Context(), key)
		if err != nil || string(got) != want {
			t.Errorf("Get(%s) = %q, %v; want %q", key, got, err, want)
		}
	}
	for range 2 { // the second finds nothing, which is what was wanted
		if err := store.Delete(t.Context(), keyA); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := store.Get(t.Context(), keyA); !errors.Is(err, fault.NotFound) {
		t.Errorf("after Delete: %q, %v", got, err)
	}

	again, err := blob.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := again.Get(t.Context(), keyB); err != nil {
		t.Errorf("a new start: %v", err)
	}
}

func TestFolder_OnlyOursMayRead(t *testing.T) {
	t.Parallel()
	store, dir := open(t)
	put(t, store, keyA, "sealed")
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %s", path, info.Mode())
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestFolder_Keys(t *testing.T) {
	t.Parallel()
	store, dir := open(t)
	put(t, store, keyA, "a")
	put(t, store, keyB, "b")
	old := time.Now().Add(-48 * time.Hour)
	if err := os.Chtimes(filepath.Join(dir, "0a", keyA), old, old); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "tmp-1"), []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		why    string
		before time.Time
		want   []string
	}{
		{"the old one", time.Now().Add(-24 * time.Hour), []string{keyA}},
		{"all, and nothing that is being written", time.Now().Add(time.Hour), []string{keyA, keyB}},
		{"none", old.Add(-time.Hour), nil},
	}
	for _, c := range cases {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, keys(t, store, c.before)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestFolder_KeysEndsWithTheContext(t *testing.T) {
	t.Parallel()
	store, _ := open(t)
	put(t, store, keyA, "a")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for key, err := range store.Keys(ctx, time.Now().Add(time.Hour)) {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %q, %v", key, err)
		}
	}
}

func TestFolder_RefusesKeysThatAreNotOurs(t *testing.T) {
	t.Parallel()
	store, _ := open(t)
	cases := []struct{ why, key string }{
		{"empty", ""},
		{"a path out of the folder", "../keys"},
		{"a path inside", "0a/" + keyA},
		{"hidden", ".ssh"},
		{"upper case: another name on some systems, the same on others", strings.ToUpper(keyA)},
		{"a zero byte", "a\x00b"},
		{"a line end", "a\n"},
		{"too long for a file name", strings.Repeat("a", 101)},
	}
	for _, c := range cases {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			if err := store.Put(t.Context(), c.key, nil); err == nil {
				t.Error("Put took it")
			}
			if _, err := store.Get(t.Context(), c.key); err == nil || errors.Is(err, fault.NotFound) {
				t.Errorf("Get: %v", err)
			}
			if err := store.Delete(t.Context(), c.key); err == nil {
				t.Error("Delete took it")
			}
		})
	}
}

func TestFolder_ShortestKey(t *testing.T) {
	t.Parallel()
	store, _ := open(t)
	put(t, store, "a", "x")
	if diff := cmp.Diff([]string{"a"}, keys(t, store, time.Now().Add(time.Hour))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Readers meet the old object or the new one, never a mixture or nothing.
func TestFolder_ReplacesAsAWhole(t *testing.T) {
	t.Parallel()
	store, _ := open(t)
	whole := func(c byte) []byte { return bytes.Repeat([]byte{c}, 1<<20) }
	put(t, store, keyA, string(whole('a')))
	var wg sync.WaitGroup
	wg.Go(func() {
		for i := range 10 {
			if err := store.Put(t.Context(), keyA, whole("ab"[i%2])); err != nil {
				t.Error(err)
			}
		}
	})
	for range 50 {
		got, err := store.Get(t.Context(), keyA)
		if err != nil || len(got) != 1<<20 || !bytes.Equal(got, whole(got[0])) {
			t.Fatalf("read %d bytes, %v", len(got), err)
		}
	}
	wg.Wait()
}

func TestOpenFolder_RemovesHalfWritten(t *testing.T) {
	t.Parallel()
	_, dir := open(t)
	stale, fresh := filepath.Join(dir, "tmp-1"), filepath.Join(dir, "tmp-2")
	for _, path := range []string{stale, fresh} {
		if err := os.WriteFile(path, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	old := time.Now().Add(-2 * time.Hour)
	if err := os.Chtimes(stale, old, old); err != nil {
		t.Fatal(err)
	}
	if _, err := blob.OpenFolder(dir); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(stale); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the stale one: %v", err)
	}
	if _, err := os.Stat(fresh); err != nil {
		t.Errorf("another process may still write this one: %v", err)
	}
}

func TestFolder_DiskErrorsAreErrors(t *testing.T) {
	t.Parallel()
	store, dir := open(t)
	// A file where the subfolder should be.
	if err := os.WriteFile(filepath.Join(dir, "0a"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := store.Put(t.Context(), keyA, []byte("x")); err == nil {
		t.Error("Put says it is stored")
	}
	if _, err := blob.OpenFolder(filepath.Join(dir, "0a")); err == nil {
		t.Error("a file was opened as a folder")
	}
}
