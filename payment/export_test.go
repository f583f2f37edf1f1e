package payment

// GuestLimit is for tests that try more cards than one network may.
var GuestLimit = guestLimit //nolint:gochecknoglobals // for tests alone
