package postgres

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"

	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"
)

// Constraint returns the name of the constraint (or unique index) that err says
// was violated, "" if err is about something else.
func Constraint(err error) string {
	e := pq.As(err)
	if e == nil || e.Code.Class() != pqerror.ClassIntegrityConstraintViolation {
		return ""
	}
	return e.Constraint
}

// NoRows reports whether err says that a row was wanted and none was there.
func NoRows(err error) bool { return errors.Is(err, sql.ErrNoRows) }

// transient reports whether a transaction that failed with err may succeed when
// it is run again: the connection was lost, the server is going down, starting
// or has become a standby, or another transaction stood in the way.
func transient(err error) bool {
	// The caller's time is up. Before the checks below, for a deadline is a net.Error.
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return false
	}
	if e := pq.As(err); e != nil {
		return transientCode(e.Code)
	}
	var op *net.OpError
	return errors.Is(err, driver.ErrBadConn) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.As(err, &op)
}

// transientCode is transient for a code that the server sent.
func transientCode(code pqerror.Code) bool {
	switch code {
	case pqerror.AdminShutdown, pqerror.CrashShutdown, pqerror.CannotConnectNow,
		pqerror.ReadOnlySQLTransaction, // the primary became a standby
		pqerror.TRSerializationFailure, pqerror.TRDeadlockDetected:
		return true
	}
	return code.Class() == pqerror.ClassConnectionException
}
