package server_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/walletdesk/walletdesk/marketplace/shoptest"
)

// The small pages stand where the web app can't; they speak the reader's language, too.
func TestPage_Languages(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	tests := []struct{ why, path, accept, lang, says string }{
		{"English", "/auth/nobody/start", "en", "en", "There is no such page."},
		{"Greek", "/auth/nobody/start", "el-GR", "el", "Δεν υπάρχει τέτοια σελίδα."},
		{"Russian", "/auth/nobody/start", "ru", "ru", "Такой страницы нет."},
		{"Chinese", "/auth/nobody/start", "zh-CN,zh;q=0.9", "zh-Hans", "没有此页面。"},
		{"a sign-in nobody began", "/auth/customer/callback?state=x&code=y", "el", "el", "Ξεκινήστε από την αρχή."},
		{"the support service's is English", "/auth/workforce/callback?state=x&code=y", "el", "en", "Please begin again."},
	}
	for _, tt := range tests {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			res := h.do(t, shoptest.NewBrowser(t), http.MethodGet, tt.path, "", "Accept", "text/html", "Accept-Language", tt.accept)
			for _, wanted := range []string{`<html lang="` + tt.lang + `">`, tt.says, "<code>"} {
				if !strings.Contains(res.body, wanted) {
					t.Errorf("%q is missing in %s", wanted, res.body)
				}
			}
		})
	}
}

// Who signs in beside a page whose session had ended gets a window that tells it and closes.
func TestDoor_BesideAPage(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	c := shoptest.NewBrowser(t)
	res := h.signIn(t, c, "/auth/customer/start?next=/signed-in", "eleni")
	for _, wanted := range []string{`postMessage({ type: "signed-in" })`, "window.close()", `href="/"`} {
		if !strings.Contains(res.body, wanted) {
			t.Errorf("%q is missing in %s", wanted, res.body)
		}
	}
	if strings.Contains(res.body, "http-equiv") {
		t.Error("it goes on by itself")
	}
	if who := h.ask(t, c, "/graphql"); who.Actor.IsZero() {
		t.Error("nobody is signed in")
	}
}
