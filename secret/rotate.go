package secret

import (
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"time"

	"github.com/tink-crypto/tink-go/v2/keyset"
	tinkpb "github.com/tink-crypto/tink-go/v2/proto/tink_go_proto"
)

// Key is a sealing key as it may be shown: nothing of it could be used.
type Key struct {
	// Version counts from 1 and rises with each rotation.
	Version int
	// ID is Tink's, drawn at random.
	ID uint32
	// Current: new things are sealed with it. The others only open.
	Current bool
	// CreatedAt is zero where the file does not tell.
	CreatedAt time.Time
}

// Prefix is what everything begins with that this key sealed: Tink's output
// prefix, the byte 1 and the key's id.
func (k Key) Prefix() []byte {
	return binary.BigEndian.AppendUint32([]byte{1}, k.ID)
}

// ListKeys lists the sealing keys of the key set at path, the oldest first.
func ListKeys(path string) ([]Key, error) {
	r, _, err := readFile(path)
	if err != nil {
		return nil, fmt.Errorf("list keys: %w", err)
	}
	keys, err := r.keys()
	if err != nil {
		return nil, fmt.Errorf("list keys: %w", err)
	}
	return keys, nil
}

func (r roots) keys() ([]Key, error) {
	primary, err := r.sealing.Primary()
	if err != nil {
		return nil, err
	}
	var keys []Key
	for id, version := range r.versions {
		keys = append(keys, Key{Version: version, ID: id, Current: id == primary.KeyID(), CreatedAt: r.created[id]})
	}
	slices.SortFunc(keys, func(a, b Key) int { return a.Version - b.Version })
	return keys, nil
}

// AddKey adds a sealing key to the key set at path and makes it the current one:
// the first step of a rotation. Everything sealed before still opens. Programs that
// run with the file notice by themselves. One at a time may change a file.
func AddKey(path string, now time.Time) (Key, error) {
	r, _, err := readFile(path)
	if err != nil {
		return Key{}, fmt.Errorf("add key: %w", err)
	}
	if r, err = r.rotated(now.UTC().Truncate(time.Second)); err != nil {
		return Key{}, fmt.Errorf("add key: %w", err)
	}
	if err := place(path, r, os.Rename); err != nil {
		return Key{}, fmt.Errorf("add key: %w", err)
	}
	keys, err := r.keys()
	if err != nil {
		return Key{}, fmt.Errorf("add key: %w", err)
	}
	return keys[len(keys)-1], nil
}

// rotated is r with one sealing key more.
func (r roots) rotated(now time.Time) (roots, error) {
	template, err := sealingTemplate()
	if err != nil {
		return roots{}, err
	}
	m := keyset.NewManagerFromHandle(r.sealing)
	id, err := m.Add(template)
	if err != nil {
		return roots{}, err
	}
	if err := m.SetPrimary(id); err != nil {
		return roots{}, err
	}
	next := roots{hashing: r.hashing, versions: map[uint32]int{id: 1}, created: maps.Clone(r.created)}
	next.created[id] = now
	for old, v := range r.versions {
		next.versions[old] = v
		next.versions[id] = max(next.versions[id], v+1)
	}
	next.sealing, err = m.Handle()
	return next, err
}

// DropFormer deletes all sealing keys but the current one from the key set at path:
// the last step of a rotation. What they sealed opens never again. The caller has
// made sure that nothing is left.
func DropFormer(path string, current Key) error {
	r, _, err := readFile(path)
	if err != nil {
		return fmt.Errorf("delete former keys: %w", err)
	}
	primary, err := r.sealing.Primary()
	if err != nil {
		return fmt.Errorf("delete former keys: %w", err)
	}
	if primary.KeyID() != current.ID {
		return errors.New("delete former keys: another key is the current one by now")
	}
	m := keyset.NewManagerFromHandle(r.sealing)
	next := roots{hashing: r.hashing, versions: map[uint32]int{}, created: map[uint32]time.Time{}}
	for _, info := range r.sealing.KeysetInfo().GetKeyInfo() {
		if id := info.GetKeyId(); id != current.ID || info.GetStatus() != tinkpb.KeyStatusType_ENABLED {
			if err := m.Delete(id); err != nil {
				return fmt.Errorf("delete former keys: %w", err)
			}
		}
	}
	next.versions[current.ID] = r.versions[current.ID]
	if at, ok := r.created[current.ID]; ok {
		next.created[current.ID] = at
	}
	if next.sealing, err = m.Handle(); err != nil {
		return fmt.Errorf("delete former keys: %w", err)
	}
	if err := place(path, next, os.Rename); err != nil {
		return fmt.Errorf("delete former keys: %w", err)
	}
	return nil
}
