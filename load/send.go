package load

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/google/uuid"
)

const sendQuery = `mutation Send($input: SendMessageInput!) {
  sendMessage(input: $input) { message { seq } problem { code } }
}`

// sendInput is what a text is sent with.
type sendInput struct {
	ConversationID string `json:"conversationId"`
	ClientID       string `json:"clientId"`
	Body           string `json:"body"`
}

// sendAnswer is what comes back.
type sendAnswer struct {
	Data *struct {
		SendMessage struct {
			Message *struct {
				Seq int64 `json:"seq"`
			} `json:"message"`
			Problem *struct {
				Code string `json:"code"`
			} `json:"problem"`
		} `json:"sendMessage"`
	} `json:"data"`
	Errors json.RawMessage `json:"errors"`
}

// carrier brings one operation of an operator to the server.
type carrier interface {
	ask(ctx context.Context, r request) (json.RawMessage, error)
}

// line is an operator's socket that is opened again when it ends.
type line struct {
	run    *run
	cookie string

	mu   sync.Mutex
	wire *wire
}

func (l *line) ask(ctx context.Context, r request) (json.RawMessage, error) {
	w, err := l.connected(ctx)
	if err != nil {
		return nil, err
	}
	return w.ask(ctx, r)
}

func (l *line) connected(ctx context.Context) (*wire, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.wire != nil {
		select {
		case <-l.wire.gone:
			l.run.reconnects.Add(1)
		default:
			return l.wire, nil
		}
	}
	ctx, cancel := context.WithTimeout(ctx, dialWithin)
	defer cancel()
	w, err := dial(ctx, l.run.cfg.socketURL(consolePath), l.run.cfg.Address, l.cookie, "")
	if err != nil {
		return nil, err
	}
	l.wire = w
	return w, nil
}

func (l *line) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.wire != nil {
		l.wire.cut()
	}
}

// poster sends by HTTP.
type poster struct {
	client       *http.Client
	url, cookie  string
	origin, from string
}

func (p *poster) ask(ctx context.Context, r request) (json.RawMessage, error) {
	body, err := json.Marshal(r)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, p.url, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Origin", p.origin)
	if p.cookie != "" {
		req.Header.Set("Cookie", p.cookie)
	}
	if p.from != "" {
		req.Header.Set("X-Forwarded-For", p.from)
	}
	res, err := p.client.Do(req)
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(res.Body)
	err = errors.Join(err, res.Body.Close())
	if err != nil {
		return nil, err
	}
	if res.StatusCode >= http.StatusInternalServerError {
		return nil, fmt.Errorf("status %d", res.StatusCode)
	}
	return text, nil
}

// job is one text that is due.
type job struct {
	room int
	due  time.Duration
	nth  int64
}

// work sends what is due until there is no more.
func (r *run) work(ctx context.Context, jobs <-chan job, carry func(room int) carrier) {
	for j := range jobs {
		if j.due < 0 { // as fast as answers come: it is due now
			j.due = time.Since(r.start)
		}
		b := r.books[j.room]
		place := b.add(j.due)
		times := 1
		if r.cfg.Repeat > 0 && j.nth%int64(r.cfg.Repeat) == 0 {
			times = 2
		}
		input := sendInput{ConversationID: r.rooms[j.room].ConversationID, ClientID: uuid.NewString(), Body: write(place, r.cfg.Bytes)}
		for range times {
			r.send(ctx, carry(j.room), b, place, input)
		}
	}
}

// send sends a text until it is answered. One that was not answered by the end is
// neither lost nor counted: nobody was told that it was taken.
func (r *run) send(ctx context.Context, c carrier, b *book, place int, input sendInput) {
	wait := firstWait
	for ctx.Err() == nil {
		payload, err := c.ask(ctx, request{Query: sendQuery, Variables: map[string]any{"input": input}})
		var answer sendAnswer
		if err == nil {
			err = json.Unmarshal(payload, &answer)
		}
		switch {
		case err != nil:
		case answer.Data == nil || answer.Data.SendMessage.Message == nil:
			b.refuse()
			r.refusal.CompareAndSwap(nil, why(answer))
			return
		default:
			b.answered(place, answer.Data.SendMessage.Message.Seq)
			return
		}
		r.repeats.Add(1)
		pause(ctx, wait)
		wait = min(2*wait, lastWait)
	}
}

// why is the reason of a refusal, for whoever looks at the result.
func why(a sendAnswer) *string {
	text := string(a.Errors)
	if a.Data != nil && a.Data.SendMessage.Problem != nil {
		text = a.Data.SendMessage.Problem.Code
	}
	return &text
}
