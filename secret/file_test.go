package secret

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func open(t *testing.T, path string) *Keys {
	t.Helper()
	k, err := OpenKeys(path)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestOpenKeys_again(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "var", "keys.json")
	k := open(t, path)
	sealed, err := k.Seal("mail", nil, []byte("text"))
	if err != nil {
		t.Fatal(err)
	}
	again := open(t, path)
	if got, err := again.Open("mail", nil, sealed); err != nil || string(got) != "text" {
		t.Errorf("got %q, %v", got, err)
	}
	if !bytes.Equal(k.MAC("x", nil), again.MAC("x", nil)) {
		t.Error("keyed hashes changed")
	}
}

func TestOpenKeys_file(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "keys.json")
	open(t, path)
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o600 {
		t.Errorf("mode is %04o, want 0600", info.Mode().Perm())
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 1 {
		t.Errorf("%d files, want the key set alone", len(entries))
	}
}

func TestOpenKeys_twoAtOnce(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "keys.json")
	macs := make([][]byte, 16)
	var wg sync.WaitGroup
	for i := range macs {
		wg.Go(func() {
			k, err := OpenKeys(path)
			if err != nil {
				t.Error(err)
				return
			}
			macs[i] = k.MAC("x", nil)
		})
	}
	wg.Wait()
	for _, mac := range macs {
		if d := cmp.Diff(macs[0], mac); d != "" {
			t.Fatalf("two starts made two key sets: %s", d)
		}
	}
}

func TestOpenKeys_refused(t *testing.T) {
	t.Parallel()
	good := filepath.Join(t.TempDir(), "keys.json")
	open(t, good)
	whole, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		why  string
		mode os.FileMode
		text string
		want string
	}{
		{"others may read it", 0o640, string(whole), "can be read by others"},
		{"cut in the middle", 0o600, string(whole[:len(whole)/2]), "is damaged"},
		{"empty: never filled anew, for what it sealed would be lost", 0o600, "", "is damaged"},
		{"a later layout", 0o600, strings.Replace(string(whole), `"format": 1`, `"format": 2`, 1), "has format 2"},
		{"no sealing key", 0o600, `{"format": 1, "sealing": {}, "versions": {}, "hashing": {}}`, "sealing keys cannot be read"},
		{"a key id that is none", 0o600, `{"format": 1, "versions": {"x": 1}}`, "key id is no number"},
		{"a key without its version", 0o600, withoutVersions(t, whole), "has no version"},
	}
	for _, c := range cases {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "keys.json")
			if err := os.WriteFile(path, []byte(c.text), c.mode); err != nil {
				t.Fatal(err)
			}
			_, err := OpenKeys(path)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("error is %v, want %q in it", err, c.want)
			}
			if after, _ := os.ReadFile(path); string(after) != c.text {
				t.Error("the file was changed")
			}
		})
	}
}

// withoutVersions empties the versions of a key file.
func withoutVersions(t *testing.T, whole []byte) string {
	t.Helper()
	before, rest, ok := strings.Cut(string(whole), `"versions": {`)
	_, after, closed := strings.Cut(rest, "}")
	if !ok || !closed {
		t.Fatal("the file has no versions")
	}
	return before + `"versions": {}` + after
}
