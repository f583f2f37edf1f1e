package server

import (
	"encoding/base64"
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// Prefixes a client's network is told by: what one customer of an access
// provider usually has to themself.
const (
	prefix4 = 24
	prefix6 = 48
)

// clientKey is the throttle key of the client's network: a keyed hash, so that
// no address is kept.
func (s *server) clientKey(r *http.Request) string {
	return base64.RawURLEncoding.EncodeToString(s.cfg.MAC("session.network", []byte(network(s.clientAddress(r)))))
}

// network is the address's network, or the words as they are when they are no
// address: then all such clients are one.
func network(address string) string {
	addr, err := netip.ParseAddr(address)
	if err != nil {
		return "unknown"
	}
	addr = addr.Unmap().WithZone("")
	bits := prefix6
	if addr.Is4() {
		bits = prefix4
	}
	prefix, err := addr.Prefix(bits)
	if err != nil {
		return "unknown"
	}
	return prefix.String()
}

// clientAddress is the peer's, or behind a trusted proxy what that proxy saw:
// the last entry, the only one it wrote itself.
func (s *server) clientAddress(r *http.Request) string {
	if s.cfg.TrustForwarded {
		if all := r.Header.Values("X-Forwarded-For"); len(all) > 0 {
			last := all[len(all)-1]
			return strings.TrimSpace(last[strings.LastIndex(last, ",")+1:])
		}
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}
