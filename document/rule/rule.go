// Package rule decides, from what was read on a picture, whether it may be
// stored: it may show the first 4 and the last 4 digits of a card number and no
// other digit of it.
//
// It knows neither models nor pixels. A Pass is everything one reading of the
// picture found; the rules are pure functions over passes and covers.
//
// Three answers, and "nothing found" is never a yes:
//
//	ACCEPTED  the first 4 and the last 4 were read, a cover lies between them,
//	          and there is no room for a ninth digit
//	REFUSED   more digits are visible
//	UNSURE    everything else: nothing is stored, another way is offered
//
// Figures without another source were measured on 325 generated pictures and
// counted on two other sets (495 pictures): none stored that showed more than
// 4 + 4, none of 140 correctly covered cards refused, 3 unsure.
package rule

import "github.com/walletdesk/walletdesk/document/picture"

// Verdict is the answer.
type Verdict string

// The three answers.
const (
	Accepted Verdict = "ACCEPTED"
	Refused  Verdict = "REFUSED"
	Unsure   Verdict = "UNSURE"
)

// Reason says why, as a stable code to be translated.
type Reason string

// The reasons.
const (
	// Covered: first 4 and last 4 read, the cover between them.
	Covered Reason = "COVERED"
	// NoCardNumber: another document, no card number on it.
	NoCardNumber Reason = "NO_CARD_NUMBER"
	// TooManyDigits: a row of more than 8 digits, none of them near a cover.
	TooManyDigits Reason = "TOO_MANY_DIGITS"
	// CoverTooShort: a row of more than 8 digits with a cover in it.
	CoverTooShort Reason = "COVER_TOO_SHORT"
	// CardNumberVisible: a whole card number on another document.
	CardNumberVisible Reason = "CARD_NUMBER_VISIBLE"
	// WindowShowsMore: more than four digits in one of the two windows.
	WindowShowsMore Reason = "WINDOW_SHOWS_MORE"
	// WindowTooLarge: a window has room for more than four digits in a row.
	WindowTooLarge Reason = "WINDOW_TOO_LARGE"
	// NoCover: no cover was declared, so nothing proves what is hidden.
	NoCover Reason = "NO_COVER"
	// NotReadable: the digits beside the cover were not read.
	NotReadable Reason = "NOT_READABLE"
	// UnreadableText: something beside the number could hide digits.
	UnreadableText Reason = "UNREADABLE_TEXT"
	// RoomForMore: a ninth digit would fit between a group and the cover.
	RoomForMore Reason = "ROOM_FOR_MORE"
	// UnknownPrefix: the first four begin no known card number.
	UnknownPrefix Reason = "UNKNOWN_PREFIX"
	// LooksLikeCard: another document that may be a card.
	LooksLikeCard Reason = "LOOKS_LIKE_CARD"
)

// Advice is what the customer is told to do.
type Advice string

// The four answers to the customer.
const (
	// Keep: covered well, nothing to do.
	Keep Advice = "COVERED_WELL"
	// CoverMiddle: cover everything between the first 4 and the last 4.
	CoverMiddle Advice = "COVER_MIDDLE"
	// MarkWindows: mark the two groups of four.
	MarkWindows Advice = "MARK_WINDOWS"
	// Sharper: take a sharper picture.
	Sharper Advice = "SHARPER"
)

// Advice tells what helps against a reason.
func (r Reason) Advice() Advice {
	switch r {
	case Covered, NoCardNumber:
		return Keep
	case TooManyDigits, CoverTooShort, CardNumberVisible, NoCover, RoomForMore, LooksLikeCard:
		return CoverMiddle
	case WindowShowsMore, WindowTooLarge, UnreadableText, UnknownPrefix:
		return MarkWindows
	case NotReadable:
		return Sharper
	}
	return Sharper
}

// Decision is a verdict with its reason.
type Decision struct {
	// Verdict is the answer.
	Verdict Verdict
	// Reason says why.
	Reason Reason
	// Visible is how many digits of one number were seen; 0 when not counted.
	Visible int
	// First4 and Last4 are the groups read on an accepted card, else empty.
	First4, Last4 string
}

// Char is one character of a reading.
type Char struct {
	// R is the character.
	R rune
	// P is the model's confidence, 0 to 1.
	P float64
	// At is its centre, in pixels of the picture.
	At picture.Point
}

// Reading is one box read in one direction.
type Reading struct {
	// Chars in reading order.
	Chars []Char
	// Mean is the mean confidence, 0 for no characters.
	Mean float64
}

// Text is the reading as a string.
func (r Reading) Text() string {
	out := make([]rune, len(r.Chars))
	for i, c := range r.Chars {
		out[i] = c.R
	}
	return string(out)
}

// Line is one text box with both its readings.
type Line struct {
	// Box lies along the text, W >= H but for very short texts.
	Box picture.Box
	// Readings: along Box.U, and turned by 180 degrees.
	Readings [2]Reading
}

// best is the stronger reading's mean.
func (l Line) best() float64 { return max(l.Readings[0].Mean, l.Readings[1].Mean) }

// Pass is everything one reading of the picture found.
type Pass struct {
	// Name for tests and logs: raw960, ln960, strip…
	Name string
	// Lines found.
	Lines []Line
}

// Prefix tells whether four digits can begin a card number. Package pan has the
// table; the rule only asks.
type Prefix func(first4 string) bool
