package main

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"github.com/walletdesk/walletdesk/load"
)

// The tool makes its people, loads the product over both doors while it cuts the
// followers' connections and repeats sends, and finds everything in its place.
func TestLoad_ThroughTheFrontDoor(t *testing.T) {
	t.Parallel()
	base := program(t)
	for _, over := range []string{"socket", "http"} {
		var out bytes.Buffer
		err := loadCommand(t.Context(), []string{
			"--address", base, "--conversations", "4", "--operators", "anna,chloe", "--over", over,
			"--in-flight", "8", "--rate", "200", "--warm-up", "100ms", "--duration", "1s", "--cut-every", "200ms", "--repeat", "10", "--json", "-",
		}, &out, io.Discard)
		if err != nil {
			t.Fatalf("over %s: %v\n%s", over, err, out.String())
		}
		var r load.Result
		if err := json.Unmarshal(out.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		if r.Sent < 50 || r.Delivered < r.Sent || r.Cuts == 0 || r.P50 <= 0 || r.Max < r.P99 || r.PerSecond <= 0 {
			t.Errorf("over %s: %+v", over, r)
		}
	}
}

// A load that can't be says why, in words that say what to do.
func TestLoad_Refusals(t *testing.T) {
	t.Parallel()
	tests := []struct {
		why  string
		args []string
		want string
	}{
		{"no address", []string{"--address", "127.0.0.1:8080"}, "not like http://127.0.0.1:8080"},
		{"a door there is not", []string{"--over", "pigeon", "--rooms", "testdata/rooms.json"}, "socket or http"},
		{"more customers than a network may bring", []string{"--conversations", "101"}, "--forwarded"},
		{"a file that is not there", []string{"--rooms", "testdata/none.json"}, "testdata/none.json"},
		{"nobody listens", []string{"--address", "http://127.0.0.1:1", "--rooms", "testdata/rooms.json"}, "could connect"},
		{"a word too many", []string{"now"}, "flags only"},
		{"an unknown flag", []string{"--speed", "9"}, "load --help"},
	}
	for _, tt := range tests {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			err := loadCommand(t.Context(), tt.args, io.Discard, io.Discard)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q in it", err, tt.want)
			}
		})
	}
}
