package main

import (
	"bufio"
	"bytes"
	"net/http"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/walletdesk/walletdesk/marketplace/shoptest"
	"github.com/walletdesk/walletdesk/payment/signature"
	"github.com/walletdesk/walletdesk/payment/webhook"
)

// example runs a program of the developers' page and gives its lines as they come.
func example(t *testing.T, name string, env ...string) <-chan string {
	t.Helper()
	node := exec.CommandContext(t.Context(), "node", "../../examples/"+name)
	node.Env = append(node.Environ(), env...)
	out, err := node.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var wrong bytes.Buffer
	node.Stderr = &wrong
	if err := node.Start(); err != nil {
		t.Fatal(err)
	}
	lines, ended := make(chan string, 100), make(chan struct{})
	go func() {
		defer close(ended)
		defer close(lines)
		for text := bufio.NewScanner(out); text.Scan(); {
			lines <- text.Text()
		}
	}()
	t.Cleanup(func() {
		_ = node.Process.Kill() // it serves until then
		<-ended
		_ = node.Wait()
		if wrong.Len() > 0 {
			t.Errorf("%s: %s", name, wrong.String())
		}
	})
	return lines
}

// says waits for a line that begins with these words.
func says(t *testing.T, lines <-chan string, start string) {
	t.Helper()
	select {
	case line, more := <-lines:
		if !more || !strings.HasPrefix(line, start) {
			t.Fatalf("it says %q, want %q", line, start)
		}
	case <-time.After(30 * time.Second):
		t.Fatalf("it does not say %q", start)
	}
}

// The marketplace's example opens a payment once, finds its event, and believes a
// webhook that is signed for it alone.
func TestExamples_Shop(t *testing.T) {
	t.Parallel()
	base, at := program(t), address(t)
	_, port, _ := strings.Cut(at, ":")
	lines := example(t, "shop.mjs", "WALLET="+base, "CLIENT_ID="+demoClientID, "CLIENT_SECRET="+demoClientSecret, "WEBHOOK_SECRET="+demoWebhookSecret, "PORT="+port)
	says(t, lines, "opened OPEN once")
	says(t, lines, "send the shopper to "+base+"/pay#t=")
	says(t, lines, "event found")
	says(t, lines, "listening")
	body := []byte(`{"id":"1"}`)
	secret, now := []byte(demoWebhookSecret), time.Now()
	for _, tt := range []struct {
		why, header, says string
		status            int
	}{
		{"as it is sent", signature.Sign(secret, webhook.Purpose, now, body), "webhook 1", 204},
		{"sent again", signature.Sign(secret, webhook.Purpose, now, body), "webhook again", 204},
		{"of another body", signature.Sign(secret, webhook.Purpose, now, []byte("{}")), "webhook refused", 401},
		{"for another purpose", signature.Sign(secret, "wallet", now, body), "webhook refused", 401},
		{"of six minutes ago", signature.Sign(secret, webhook.Purpose, now.Add(-6*time.Minute), body), "webhook refused", 401},
		{"by somebody else", signature.Sign([]byte(strings.Repeat("x", 32)), webhook.Purpose, now, body), "webhook refused", 401},
		{"nothing", "", "webhook refused", 401},
		{"nonsense", "t=,v1=zz,=", "webhook refused", 401},
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+at, bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set(signature.Header, tt.header)
		r.Header.Set(webhook.EventHeader, "1")
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		if res.StatusCode != tt.status {
			t.Errorf("%s: status %d", tt.why, res.StatusCode)
		}
		says(t, lines, tt.says)
	}
}

// A front end of one's own stands under the wallet's origin: a customer signs in
// through it, asks, and follows a conversation.
func TestExamples_FrontEnd(t *testing.T) {
	t.Parallel()
	at, front := address(t), address(t)
	_, port, _ := strings.Cut(front, ":")
	base := "http://" + front
	p := launch(t, at, t.TempDir(), "--public-url", base)
	lines := example(t, "front-end.mjs", "WALLET=http://"+at, "PORT="+port)
	says(t, lines, "listening at "+base+"/mine")
	p.started(t)
	stranger := caller{base: base, graphql: "/graphql", client: shoptest.NewBrowser(t)}
	if status, _, text := stranger.raw(t, "GET", base+"/mine", "", nil); status != 200 || !strings.Contains(text, "My wallet page") {
		t.Errorf("the page: %d %.100s", status, text)
	}
	c := signIn(t, base, "eleni")
	var seen struct{ Viewer struct{ Name string } }
	c.ask(t, "{ viewer { name account { cards { id networkName last4 name } } } }", nil, &seen)
	if seen.Viewer.Name == "" {
		t.Error("nobody is signed in")
	}
	id := openConversation(t, c)
	conn, err := c.subscribe(`subscription($id: ID!) { conversationEvents(conversationId: $id, after: 0) { message { seq } } }`, map[string]any{"id": id})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	c.must(t, "sendMessage", "SendMessageInput", "message { seq }", object{"conversationId": id, "clientId": newID(1), "body": "through the proxy"})
	for {
		var frame socketFrame
		if err := conn.ReadJSON(&frame); err != nil {
			t.Fatal(err)
		}
		if frame.Type == "next" && strings.Contains(string(frame.Payload), `"seq"`) {
			return
		}
		if frame.Type != "next" && frame.Type != "ping" {
			t.Fatalf("%+v", frame)
		}
	}
}
