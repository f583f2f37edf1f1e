package main

import (
	"flag"
	"time"
)

var losslessFull = flag.Bool("lossless", false, "run the lossless test in full size") //nolint:gochecknoglobals // a flag

// losslessSize is how large the test is.
type losslessSize struct {
	customers, each int           // each with so many conversations
	tabs            int           // on each side of a conversation
	byCustomer      int           // texts of a customer's tab; 30 a minute are allowed a conversation
	byOperator      int           // texts of an operator's tab
	every           time.Duration // a tab's pace
	cut             time.Duration // the shortest life of a connection; the longest is five times that
}

func (s losslessSize) conversations() int { return s.customers * s.each }
func (s losslessSize) texts() int         { return s.tabs * (s.byCustomer + s.byOperator) } // of a conversation
func (s losslessSize) total() int         { return s.texts() * s.conversations() }

// rows of a conversation: opened, taken, and the texts.
func (s losslessSize) rows() int64 { return int64(2 + s.texts()) }

func sizeOfLossless() losslessSize {
	if *losslessFull {
		return losslessSize{customers: 5, each: 4, tabs: 5, byCustomer: 5, byOperator: 95, every: 100 * time.Millisecond, cut: time.Second}
	}
	return losslessSize{customers: 2, each: 4, tabs: 3, byCustomer: 8, byOperator: 32, every: 100 * time.Millisecond, cut: 200 * time.Millisecond}
}
