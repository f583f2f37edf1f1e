package secret

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyderivation"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/prf"
	tinkpb "github.com/tink-crypto/tink-go/v2/proto/tink_go_proto"
)

// formatVersion is the file's layout; another one is refused, not guessed at.
const formatVersion = 1

// roots is what the file holds.
type roots struct {
	sealing  *keyset.Handle // derives the AEAD keys of the purposes
	hashing  *keyset.Handle // derives the keyed hashes' keys
	versions map[uint32]int // Tink's key id in sealing → version, from 1
	// created is when each sealing key was made; files of old don't tell.
	created map[uint32]time.Time
}

// keyFile is the file's JSON.
type keyFile struct {
	Format   int             `json:"format"`
	Sealing  json.RawMessage `json:"sealing"` // Tink's JSON of a key set
	Versions map[string]int  `json:"versions"`
	// Created may lack a key.
	Created map[string]time.Time `json:"created,omitempty"`
	Hashing json.RawMessage      `json:"hashing"`
}

// OpenKeys opens the key set at path. Where none is yet, it makes one: complete
// or not at all, on the disk when OpenKeys returns, mode 0600. Two programs that
// start at once end up with the same keys. A file that others than its owner can
// read is refused.
func OpenKeys(path string) (*Keys, error) {
	r, stamp, err := readFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err := createFile(path); err != nil {
			return nil, fmt.Errorf("make key set: %w", err)
		}
		r, stamp, err = readFile(path)
	}
	if err != nil {
		return nil, fmt.Errorf("open key set: %w", err)
	}
	return newKeys(r, path, stamp)
}

// sealingTemplate: a root that derives XChaCha20-Poly1305 keys, whose nonces are
// long enough to be drawn at random for any number of texts.
func sealingTemplate() (*tinkpb.KeyTemplate, error) {
	t, err := keyderivation.CreatePRFBasedKeyTemplate(
		prf.HKDFSHA256PRFKeyTemplate(), aead.XChaCha20Poly1305KeyTemplate())
	if err != nil {
		return nil, fmt.Errorf("describe sealing key: %w", err)
	}
	return t, nil
}

// createFile writes fresh roots to path unless a file is there by then.
func createFile(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	r, err := generate(time.Now().UTC().Truncate(time.Second))
	if err != nil {
		return err
	}
	// A hard link instead of a rename: it fails where a file is, and the keys
	// another program has just begun to use must not be replaced.
	err = place(path, r, os.Link)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	return err
}

// place writes r to a file beside path and moves it there, so that path is
// whole on the disk or untouched.
func place(path string, r roots, move func(from, to string) error) error {
	text, err := r.encode()
	if err != nil {
		return err
	}
	dir := filepath.Dir(path)
	temp, err := os.CreateTemp(dir, ".keys-*") // mode 0600
	if err != nil {
		return err
	}
	// After a rename there is nothing left to remove.
	defer func() { _ = os.Remove(temp.Name()) }()
	_, err = temp.Write(text)
	if err = errors.Join(err, temp.Sync(), temp.Close()); err != nil {
		return err
	}
	if err := move(temp.Name(), path); err != nil {
		return err
	}
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// readFile reads what createFile wrote, and tells which file that was.
func readFile(path string) (roots, os.FileInfo, error) {
	f, err := os.Open(path)
	if err != nil {
		return roots{}, nil, err
	}
	defer func() { _ = f.Close() }() // only read
	info, err := f.Stat()
	if err != nil {
		return roots{}, nil, err
	}
	if info.Mode().Perm()&0o077 != 0 {
		return roots{}, nil, fmt.Errorf("%s can be read by others (mode %04o): set it to 0600", path, info.Mode().Perm())
	}
	var file keyFile
	d := json.NewDecoder(f)
	d.DisallowUnknownFields()
	if err := d.Decode(&file); err != nil {
		return roots{}, nil, fmt.Errorf("%s is damaged", path) // the decoder's words may quote a key
	}
	if file.Format != formatVersion {
		return roots{}, nil, fmt.Errorf("%s has format %d, this program knows %d", path, file.Format, formatVersion)
	}
	r, err := file.decode()
	if err != nil {
		return roots{}, nil, fmt.Errorf("%s is damaged: %w", path, err)
	}
	return r, info, nil
}

func (r roots) encode() ([]byte, error) {
	file := keyFile{Format: formatVersion, Versions: map[string]int{}, Created: map[string]time.Time{}}
	for id, v := range r.versions {
		file.Versions[strconv.FormatUint(uint64(id), 10)] = v
	}
	for id, at := range r.created {
		file.Created[strconv.FormatUint(uint64(id), 10)] = at
	}
	for _, part := range []struct {
		handle *keyset.Handle
		to     *json.RawMessage
	}{{r.sealing, &file.Sealing}, {r.hashing, &file.Hashing}} {
		var text bytes.Buffer
		if err := insecurecleartextkeyset.Write(part.handle, keyset.NewJSONWriter(&text)); err != nil {
			return nil, err
		}
		*part.to = text.Bytes()
	}
	return json.MarshalIndent(file, "", "  ")
}

func (file keyFile) decode() (roots, error) {
	r := roots{versions: map[uint32]int{}, created: map[uint32]time.Time{}}
	for text, v := range file.Versions {
		id, err := strconv.ParseUint(text, 10, 32)
		if err != nil {
			return roots{}, errors.New("a key id is no number")
		}
		r.versions[uint32(id)] = v
		if at, ok := file.Created[text]; ok {
			r.created[uint32(id)] = at
		}
	}
	var err error
	if r.sealing, err = insecurecleartextkeyset.Read(keyset.NewJSONReader(bytes.NewReader(file.Sealing))); err != nil {
		return roots{}, errors.New("the sealing keys cannot be read")
	}
	if r.hashing, err = insecurecleartextkeyset.Read(keyset.NewJSONReader(bytes.NewReader(file.Hashing))); err != nil {
		return roots{}, errors.New("the hashing key cannot be read")
	}
	return r, nil
}
