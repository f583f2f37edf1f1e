// Package loopback keeps what is for development only on the machine it was
// started on: the provider with its demo people, the mailbox page, the list of
// captchas. Each of them would be a hole in a running service.
//
// Two walls: such a thing refuses to be made unless the listener and the public
// URL are loopback addresses, and it refuses every request that a proxy handed
// on, because behind a proxy everybody comes from the loopback address.
package loopback

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

// Check returns an error that names the setting at fault unless both the
// listener (host:port) and the public URL stay on this machine. A listener
// without a host listens everywhere and is refused.
func Check(listen, publicURL string) error {
	host, _, err := net.SplitHostPort(listen)
	if err != nil {
		return fmt.Errorf("listener %q: %w", listen, err)
	}
	if !IsHost(host) {
		return fmt.Errorf("listener %q is not a loopback address", listen)
	}
	u, err := url.Parse(publicURL)
	if err != nil {
		return fmt.Errorf("public URL: %w", err)
	}
	if !IsHost(u.Hostname()) {
		return fmt.Errorf("public URL %q is not a loopback address", publicURL)
	}
	return nil
}

// IsHost reports whether a host name or address, without a port, is this
// machine: localhost, 127.0.0.0/8 (RFC 1122) or ::1 (RFC 4291).
func IsHost(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.Unmap().IsLoopback()
}

// Only lets a request through that came straight from this machine and asks for
// this machine; every other one gets 403. Any forwarding header counts as a
// proxy, whatever stands in it (RFC 7239, and the X-Forwarded family). The Host
// is looked at so that a foreign name that resolves to 127.0.0.1 opens nothing.
func Only(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !direct(r) {
			http.Error(w, "for development on this machine only", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func direct(r *http.Request) bool {
	if Forwarded(r.Header) || !IsHost(hostOf(r.Host)) {
		return false
	}
	return IsHost(hostOf(r.RemoteAddr))
}

// Forwarded reports whether a proxy left its mark on a request.
func Forwarded(h http.Header) bool {
	for name := range h {
		switch name := http.CanonicalHeaderKey(name); {
		case name == "Forwarded", name == "X-Real-Ip", name == "Via", strings.HasPrefix(name, "X-Forwarded-"):
			return true
		}
	}
	return false
}

// hostOf drops the port and the brackets of an IPv6 address.
func hostOf(hostport string) string {
	if host, _, err := net.SplitHostPort(hostport); err == nil {
		return host
	}
	return strings.Trim(hostport, "[]")
}
