package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/walletdesk/walletdesk/bench/figure"
	"github.com/walletdesk/walletdesk/bench/process"
	"github.com/walletdesk/walletdesk/load"
)

const (
	idleEach      = 4 // tabs a conversation: a customer has 5 conversations and may have 20 sockets
	fanFollowers  = 1000
	fanPerSession = 20
	fanRate       = 20 // texts a second, to all of them
	stallRate     = 2000
	stallTexts    = 100_000
	stallRooms    = 10
)

// idle measures what a connection with one idle subscription holds, on both sides
// freshly started, so that nothing of what was before is in it.
func (b *bench) idle(ctx context.Context) error {
	b.crew.Close()
	if err := errors.Join(b.db.Close(), b.plain.Stop(), b.product.Stop()); err != nil {
		return err
	}
	var err error
	if b.product, err = b.serve(ctx); err != nil {
		return err
	}
	if err := b.connect(ctx); err != nil {
		return err
	}
	if err := b.servePlain(ctx); err != nil {
		return err
	}
	each := map[*process.Process]float64{}
	for _, side := range []struct {
		p     *process.Process
		rooms []load.Room
	}{{b.plain, b.reference}, {b.product, b.crew.Rooms}} {
		before, err := side.p.Memory()
		if err != nil {
			return err
		}
		rooms := side.rooms[:min(len(side.rooms), b.idleConnections/idleEach)]
		hang, err := load.Idle(ctx, side.p.Base, rooms, idleEach)
		if err != nil {
			return err
		}
		after, err := side.p.Memory()
		hang()
		if err != nil {
			return err
		}
		each[side.p] = float64(after-before) / float64(len(rooms)*idleEach)
		b.say("%d idle subscriptions: %.1f KB each", len(rooms)*idleEach, each[side.p]/1024)
	}
	note := fmt.Sprintf("%.1f KB ÷ %.1f KB", each[b.product]/1024, each[b.plain]/1024)
	b.add(figure.Row{Name: "chat_idle_memory_vs_bare", Unit: "ratio", Goal: 1, Direction: figure.Lower}, []float64{each[b.product] / each[b.plain]}, note)
	return nil
}

// fanOut measures the CPU of delivering one text to a thousand subscriptions.
func (b *bench) fanOut(ctx context.Context) error {
	var many []load.Room
	for len(many) < fanFollowers/fanPerSession {
		cookie, err := b.people.Enter(ctx, b.product.Base, 0)
		if err != nil {
			return err
		}
		// Each session from a network of its own: 500 sockets is all one may have.
		many = append(many, load.Room{ConversationID: b.crew.Rooms[0].ConversationID, Customer: cookie, Network: fmt.Sprintf("198.19.%d.9", len(many)), After: b.crew.Rooms[0].After})
	}
	plain := []load.Room{{ConversationID: b.reference[0].ConversationID}}
	var sides [2]float64
	for i, side := range []struct {
		p     *process.Process
		rooms []load.Room
		each  int
		talk  []load.Room
	}{{b.plain, plain, fanFollowers, b.reference[:1]}, {b.product, many, fanPerSession, b.crew.Rooms[:1]}} {
		alone, texts, err := b.cpu(ctx, side.p, side.talk)
		if err != nil {
			return err
		}
		hang, err := load.Idle(ctx, side.p.Base, side.rooms, side.each)
		if err != nil {
			return err
		}
		with, textsWith, err := b.cpu(ctx, side.p, side.talk)
		hang()
		if err != nil {
			return err
		}
		sides[i] = (with.Seconds()/float64(textsWith) - alone.Seconds()/float64(texts)) / fanFollowers
		b.say("a delivery costs %.1f µs", sides[i]*1e6)
	}
	note := fmt.Sprintf("%.1f µs ÷ %.1f µs", sides[1]*1e6, sides[0]*1e6)
	b.add(figure.Row{Name: "chat_fanout_vs_once", Unit: "ratio", Goal: 1.3, Direction: figure.Lower}, []float64{sides[1] / sides[0]}, note)
	return nil
}

// cpu is what a side computes for a run of texts in one room.
func (b *bench) cpu(ctx context.Context, p *process.Process, rooms []load.Room) (time.Duration, int, error) {
	before, err := p.CPU()
	if err != nil {
		return 0, 0, err
	}
	res, err := load.Run(ctx, load.Config{Address: p.Base, InFlight: 4, Rate: fanRate, Duration: time.Duration(b.seconds) * time.Second}, rooms)
	if err != nil {
		return 0, 0, err
	}
	after, err := p.CPU()
	return after - before, res.Sent, err
}

// stalled lets followers who never read stand in the rooms while texts pass.
func (b *bench) stalled(ctx context.Context) error {
	rooms := b.crew.Rooms[:stallRooms]
	measure := func(seconds int) (*load.Result, error) {
		return load.Run(ctx, load.Config{Address: b.product.Base, InFlight: 64, Rate: stallRate, Warmup: time.Second, Duration: time.Duration(seconds) * time.Second}, rooms)
	}
	seconds := stallTexts / stallRate
	before, err := measure(seconds / 2)
	if err != nil {
		return err
	}
	held, err := b.product.Memory()
	if err != nil {
		return err
	}
	release, err := load.Stall(ctx, b.product.Base, rooms[0])
	if err != nil {
		return err
	}
	during, err := measure(seconds)
	if err != nil {
		release()
		return err
	}
	after, err := b.product.Memory()
	release()
	if err != nil {
		return err
	}
	note := fmt.Sprintf("%d texts; p99 %.2f ms ÷ %.2f ms", during.Sent, during.P99, before.P99)
	b.add(figure.Row{Name: "chat_stalled_mb", Unit: "MB", Goal: 10, Direction: figure.Lower}, []float64{max(0, float64(after-held)/(1<<20))}, note)
	b.add(figure.Row{Name: "chat_stalled_p99_ratio", Unit: "ratio", Goal: 1.2, Direction: figure.Lower}, []float64{during.P99 / before.P99}, note)
	return nil
}
