package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"time"

	"github.com/walletdesk/walletdesk/bench/figure"
)

const (
	askings    = 300
	smallQueue = 100
	largeQueue = 10_000
)

// growth measures what a page costs when its table has grown. What a message takes on
// disk is looked at first, while every message is one of the load's.
func (b *bench) growth(ctx context.Context) error {
	each, count, err := messageBytes(ctx, b.db)
	if err != nil {
		return err
	}
	b.add(figure.Row{Name: "message_bytes", Unit: "bytes", Goal: 330, Direction: figure.Lower}, []float64{each}, fmt.Sprintf("%d messages", count))
	if b.history == 0 {
		return nil
	}
	room := b.crew.Rooms[0]
	page := ask{b.product.Base + "/console/graphql", room.Operator, fmt.Sprintf(`{ conversation(id: %q) { messages(first: 50) { nodes { seq kind body authorName createdAt } } } }`, room.ConversationID)}
	queue := ask{b.product.Base + "/console/graphql", room.Operator, `{ queue(first: 50) { edges { node { id customerName state queuedAt } } } }`}

	small, err := page.median(ctx)
	if err != nil {
		return err
	}
	if err := wait(ctx, b.db, room.ConversationID, smallQueue); err != nil {
		return err
	}
	few, err := queue.median(ctx)
	if err != nil {
		return err
	}
	if err := wait(ctx, b.db, room.ConversationID, largeQueue-smallQueue); err != nil {
		return err
	}
	many, err := queue.median(ctx)
	if err != nil {
		return err
	}
	b.add(figure.Row{Name: "queue_growth", Unit: "ratio", Goal: 1.5, Direction: figure.Lower}, []float64{many.Seconds() / few.Seconds()},
		fmt.Sprintf("%.2f ms with %d waiting ÷ %.2f ms with %d", ms(many), largeQueue, ms(few), smallQueue))
	b.say("filling the log up to %d messages", b.history)
	if err := fill(ctx, b.db, room.ConversationID, b.history); err != nil {
		return err
	}
	large, err := page.median(ctx)
	if err != nil {
		return err
	}
	b.add(figure.Row{Name: "history_page_growth", Unit: "ratio", Goal: 1.2, Direction: figure.Lower}, []float64{large.Seconds() / small.Seconds()},
		fmt.Sprintf("%.2f ms in %d more messages ÷ %.2f ms in %d", ms(large), b.history, ms(small), count))
	return nil
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// ask is one page over HTTP.
type ask struct{ url, cookie, query string }

func (a ask) median(ctx context.Context) (time.Duration, error) {
	var all []time.Duration
	for range askings {
		begin := time.Now()
		if err := a.once(ctx); err != nil {
			return 0, err
		}
		all = append(all, time.Since(begin))
	}
	slices.Sort(all)
	return all[len(all)/2], nil
}

func (a ask) once(ctx context.Context) error {
	body, err := json.Marshal(map[string]string{"query": a.query})
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, a.url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Cookie", a.cookie)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	if res.StatusCode != http.StatusOK || bytes.Contains(text, []byte(`"errors"`)) {
		return fmt.Errorf("%s: %.300s", res.Status, text)
	}
	return nil
}
