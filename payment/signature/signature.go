// Package signature signs what programs send each other about payments: webhooks to
// a marketplace, and what an e-wallet or a cash point says to us.
//
//	Walletdesk-Signature: t=1767225600,v1=5257a869e7…
//
// t is the time of signing in seconds since 1970. v1 is the lower-case hex of
// HMAC-SHA256, under the secret both sides have, of
//
//	<purpose> "." <t> "." <body>
//
// with the body byte for byte as it is sent. The purpose ("webhook", "wallet",
// "cash") keeps what was signed for one way from being used on another. While a
// secret is replaced there may be several v1; one that fits is enough. Unknown
// members are ignored, so that a v2 can come.
package signature

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strconv"
	"strings"
	"time"
)

// Header is the header a signature stands in.
const Header = "Walletdesk-Signature"

// Window is how far the time of signing may lie from the receiver's, either way.
const Window = 5 * time.Minute

// MinSecret is how many bytes a secret has at least: HMAC-SHA256 is as strong as its
// key, up to 32 bytes (RFC 2104 §3).
const MinSecret = 32

// The failures of Verify. None of them quotes anything.
var (
	ErrMalformed = errors.New("the signature is not of the form t=…,v1=…")
	ErrTooOld    = errors.New("the signature's time is more than five minutes away")
	ErrWrong     = errors.New("the signature does not fit")
)

const (
	maxHeader  = 1024
	maxMembers = 16
)

// Sign gives the header's value.
func Sign(secret []byte, purpose string, at time.Time, body []byte) string {
	t := strconv.FormatInt(at.Unix(), 10)
	return "t=" + t + ",v1=" + hex.EncodeToString(sum(secret, purpose, t, body))
}

// Verify checks a header's value against a body and gives the signature that fits,
// to be remembered: who sends it again has recorded it.
func Verify(secret []byte, purpose, header string, body []byte, now time.Time) ([]byte, error) {
	t, given, err := parse(header)
	if err != nil {
		return nil, err
	}
	want := sum(secret, purpose, strconv.FormatInt(t, 10), body)
	fits := false
	for _, g := range given {
		fits = hmac.Equal(g, want) || fits
	}
	if !fits {
		return nil, ErrWrong
	}
	// After the signature: a stranger learns nothing of our clock.
	if away := now.Unix() - t; away > int64(Window/time.Second) || away < -int64(Window/time.Second) {
		return nil, ErrTooOld
	}
	return want, nil
}

// parse reads a header. The time is in canonical decimal, so that one signature has
// one text.
func parse(header string) (t int64, v1 [][]byte, err error) {
	if len(header) > maxHeader || strings.Count(header, ",") >= maxMembers {
		return 0, nil, ErrMalformed
	}
	timed := false
	for member := range strings.SplitSeq(header, ",") {
		name, value, ok := strings.Cut(strings.TrimSpace(member), "=")
		switch {
		case !ok || value == "":
			return 0, nil, ErrMalformed
		case name == "t":
			t, err = strconv.ParseInt(value, 10, 64)
			if timed || err != nil || t < 0 || strconv.FormatInt(t, 10) != value {
				return 0, nil, ErrMalformed
			}
			timed = true
		case name == "v1":
			mac, err := hex.DecodeString(value)
			if err != nil || len(mac) != sha256.Size {
				return 0, nil, ErrMalformed
			}
			v1 = append(v1, mac)
		}
	}
	if !timed || len(v1) == 0 {
		return 0, nil, ErrMalformed
	}
	return t, v1, nil
}

func sum(secret []byte, purpose, t string, body []byte) []byte {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(purpose + "." + t + "."))
	mac.Write(body)
	return mac.Sum(nil)
}
