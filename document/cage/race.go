//go:build race

package cage

// raceDetector tells that this program was built with -race.
const raceDetector = true
