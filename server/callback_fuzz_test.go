package server

import (
	"testing"
	"time"

	"github.com/walletdesk/walletdesk/payment/signature"
)

// Two different results never have the same text to sign.
func FuzzReturnText(f *testing.F) {
	f.Add("a", "APPROVED", "b", "DECLINED")
	f.Add("a&status=APPROVED", "DECLINED", "a", "APPROVED")
	f.Fuzz(func(t *testing.T, attempt, status, otherAttempt, otherStatus string) {
		if attempt == otherAttempt && status == otherStatus {
			return
		}
		// An attempt is an id and a status one of two words: payment refuses others
		// after the signature, whoever made it.
		if !plain(attempt) || !plain(otherAttempt) || !plain(status) || !plain(otherStatus) {
			return
		}
		key, now := []byte("a secret of these tests, long enough"), time.Unix(1767225600, 0)
		header := signature.Sign(key, walletReturn, now, ReturnText(attempt, status))
		if _, err := signature.Verify(key, walletReturn, header, ReturnText(otherAttempt, otherStatus), now); err == nil {
			t.Fatalf("%q %q is taken for %q %q", otherAttempt, otherStatus, attempt, status)
		}
	})
}

func plain(s string) bool {
	for _, r := range s {
		if (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && r != '-' {
			return false
		}
	}
	return true
}
