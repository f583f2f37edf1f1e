package server

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestNetwork(t *testing.T) {
	t.Parallel()
	tests := []struct{ why, address, want string }{
		{"a /24 is one client", "203.0.113.77", "203.0.113.0/24"},
		{"a /48 is one client", "2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"},
		{"IPv4 in IPv6's clothes", "::ffff:203.0.113.77", "203.0.113.0/24"},
		{"the interface does not matter", "fe80::1%eth0", "fe80::/48"},
		{"no address", "unix", "unknown"},
	}
	for _, tt := range tests {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			if got := network(tt.address); got != tt.want {
				t.Errorf("network(%q) = %q, want %q", tt.address, got, tt.want)
			}
		})
	}
}

func TestClientAddress(t *testing.T) {
	t.Parallel()
	tests := []struct {
		why     string
		trust   bool
		headers []string
		want    string
	}{
		{"nobody is believed by default", false, []string{"198.51.100.1"}, "192.0.2.1"},
		{"the proxy's own entry is the last", true, []string{"10.9.9.9, 198.51.100.1"}, "198.51.100.1"},
		{"of several headers the last", true, []string{"10.9.9.9", "198.51.100.1"}, "198.51.100.1"},
		{"no header behind the proxy", true, nil, "192.0.2.1"},
	}
	for _, tt := range tests {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.RemoteAddr = "192.0.2.1:1234"
			for _, value := range tt.headers {
				r.Header.Add("X-Forwarded-For", value)
			}
			s := &server{cfg: Config{TrustForwarded: tt.trust}}
			if got := s.clientAddress(r); got != tt.want {
				t.Errorf("client %q, want %q", got, tt.want)
			}
		})
	}
}

func TestQuietPath(t *testing.T) {
	t.Parallel()
	tests := []struct{ why, path, want string }{
		{"as it is", "/auth/customer/callback", "/auth/customer/callback"},
		{"an id", "/console/c/0197a1b2-0000-7000-8000-123456789012", "/console/c/0197a1b2-0000-7000-8000-123456789012"},
		{"a card number", "/pay/4242424242424242", "/pay/…"},
		{"with hyphens", "/pay/4242-4242-4242-4242", "/pay/…"},
		{"in another script's digits", "/pay/４２４２４２４２４２４２４２４２", "/pay/…"},
		{"spread over parts", "/4242/4242/4242/4242/x/y", "/…"},
		{"spread over few parts", "/424242/424242/4242", "/…"},
		{"a token", "/confirm/abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghij12345", "/confirm/…"},
	}
	for _, tt := range tests {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			if got := quietPath(tt.path); got != tt.want {
				t.Errorf("quietPath(%q) = %q, want %q", tt.path, got, tt.want)
			}
		})
	}
}

func TestAccepts(t *testing.T) {
	t.Parallel()
	tests := []struct {
		why, header, coding string
		want                bool
	}{
		{"listed", "gzip, deflate, br", "br", true},
		{"not listed", "gzip, deflate", "br", false},
		{"refused by weight", "br;q=0, gzip", "br", false},
		{"some weight", "br; q=0.5", "br", true},
		{"nothing", "", "gzip", false},
		{"only begins like it", "gzipped", "gzip", false},
	}
	for _, tt := range tests {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			if got := accepts(tt.header, tt.coding); got != tt.want {
				t.Errorf("accepts(%q, %q) = %v", tt.header, tt.coding, got)
			}
		})
	}
}
