package marketplace

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/go-jose/go-jose/v4"
)

// keys is what a realm must not forget over a restart.
type keys struct {
	Signing      jose.JSONWebKey `json:"signing"`
	ClientSecret string          `json:"client_secret"`
}

// rsaBits is the least RFC 7518 §3.3 allows for RS256.
const rsaBits = 2048

// openKeys reads a realm's keys, or makes and keeps them at the first start.
func openKeys(folder string, realm Realm) (*keys, error) {
	path := filepath.Join(folder, string(realm)+".json")
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return makeKeys(path)
	}
	if err != nil {
		return nil, fmt.Errorf("read keys: %w", err)
	}
	var k keys
	if err := json.Unmarshal(data, &k); err != nil {
		return nil, fmt.Errorf("keys in %s: %w", path, err)
	}
	if !k.Signing.Valid() || k.Signing.IsPublic() || k.ClientSecret == "" {
		return nil, fmt.Errorf("keys in %s are not complete; delete the file to have new ones made", path)
	}
	return &k, nil
}

func makeKeys(path string) (*keys, error) {
	private, err := rsa.GenerateKey(rand.Reader, rsaBits)
	if err != nil {
		return nil, fmt.Errorf("make signing key: %w", err)
	}
	k := &keys{
		Signing:      jose.JSONWebKey{Key: private, Algorithm: string(jose.RS256), Use: "sig", KeyID: rand.Text()},
		ClientSecret: rand.Text() + rand.Text(),
	}
	data, err := json.Marshal(k) //nolint:gosec // it is the file of the keys, mode 0600
	if err != nil {
		return nil, fmt.Errorf("keys: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("keys: %w", err)
	}
	return k, writeWhole(path, data)
}

// writeWhole writes a file that is there wholly or not at all, even when the
// program is killed in the middle.
func writeWhole(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".keys-*") // 0600 by os.CreateTemp
	if err != nil {
		return fmt.Errorf("keys: %w", err)
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("keys: %w", err), os.Remove(f.Name()))
	}
	return nil
}
