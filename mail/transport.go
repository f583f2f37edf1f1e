package mail

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"os"
	"path/filepath"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// message is the mail in MIME: plain text and HTML.
func message(from string, r Rendered) (*gomail.Msg, error) {
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	// What a failure would quote is an address; who reads the log need not have it.
	if m.From(from) != nil {
		return nil, errors.New("the sender is no address")
	}
	if m.To(r.To) != nil {
		return nil, fmt.Errorf("the recipient is no address: %w", ErrRefused)
	}
	m.Subject(r.Subject)
	m.SetDateWithValue(r.Date)
	m.SetMessageIDWithValue(r.MessageID)
	m.SetGenHeader("Content-Language", r.Locale)
	m.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no out-of-office answers
	m.SetBodyString(gomail.TypeTextPlain, r.Text)
	m.AddAlternativeString(gomail.TypeTextHTML, r.HTML)
	return m, nil
}

// SMTPConfig names the server that takes our mails.
type SMTPConfig struct {
	Host     string
	Port     int    // 0: 587 (RFC 6409)
	Username string // "": no sign-in
	Password string
	From     string // for example "Wallet <wallet@shop.example>"
	// HELO is our own name; "": the machine's.
	HELO string
	// Options are go-mail's, for tests and odd servers.
	Options []gomail.Option
}

const (
	submissionPort = 587
	smtpTimeout    = 20 * time.Second
)

// SMTP delivers to a server, over TLS or not at all.
type SMTP struct {
	host    string
	options []gomail.Option
	from    string
}

// NewSMTP returns a transport to the server that cfg names. STARTTLS is
// mandatory: a server without it gets nothing.
func NewSMTP(cfg SMTPConfig) (*SMTP, error) {
	options := []gomail.Option{gomail.WithTLSPolicy(gomail.TLSMandatory), gomail.WithTimeout(smtpTimeout)}
	if cfg.Port == 0 {
		cfg.Port = submissionPort
	}
	options = append(options, gomail.WithPort(cfg.Port))
	if cfg.HELO != "" {
		options = append(options, gomail.WithHELO(cfg.HELO))
	}
	if cfg.Username != "" {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover),
			gomail.WithUsername(cfg.Username), gomail.WithPassword(cfg.Password))
	}
	options = append(options, cfg.Options...)
	if _, err := gomail.NewClient(cfg.Host, options...); err != nil {
		return nil, fmt.Errorf("mail server: %w", err)
	}
	if _, err := message(cfg.From, Rendered{To: "probe@example.com"}); err != nil {
		return nil, fmt.Errorf("mail server: %w", err)
	}
	return &SMTP{host: cfg.Host, options: options, from: cfg.From}, nil
}

// Send implements Transport. What is neither a refusal by the server nor said to
// be passing (no connection, no sign-in) is taken for passing.
func (s *SMTP) Send(ctx context.Context, r Rendered) error {
	m, err := message(s.from, r)
	if err != nil {
		return fmt.Errorf("send mail: %w", err)
	}
	err = s.deliver(ctx, m)
	if err == nil {
		return nil
	}
	var refused *gomail.SendError
	if !errors.As(err, &refused) {
		var said *textproto.Error
		if errors.As(err, &said) { // before the mail: its greeting, our sign-in; its words may quote that
			return fmt.Errorf("send mail: the server did not let us in, code %d", said.Code)
		}
		return fmt.Errorf("send mail: %w", err)
	}
	// Its text may quote the server, and by that the address: the numbers say enough.
	told := fmt.Errorf("send mail: %v, code %d %s", refused.Reason, refused.ErrorCode(), refused.EnhancedStatusCode())
	if code := refused.ErrorCode(); !refused.IsTemp() && code >= 500 && code < 600 {
		return errors.Join(told, ErrRefused)
	}
	return told
}

// deliver hands a mail over on a connection of its own. go-mail 0.8.1 leaves the
// connection open when STARTTLS is missing or the sign-in fails, so it is closed
// here.
func (s *SMTP) deliver(ctx context.Context, m *gomail.Msg) error {
	var opened net.Conn
	dialer := net.Dialer{Timeout: smtpTimeout}
	dial := func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dialer.DialContext(ctx, network, address)
		opened = conn
		return conn, err
	}
	client, err := gomail.NewClient(s.host, append([]gomail.Option{gomail.WithDialContextFunc(dial)}, s.options...)...)
	if err != nil {
		return err
	}
	err = client.DialAndSendWithContext(ctx, m)
	if opened != nil {
		_ = opened.Close() // closed already when all went well
	}
	return err
}

// Folder delivers into a folder, one .eml file a mail: the development inbox.
type Folder struct {
	dir  string
	from string
}

// NewFolder returns a transport that writes into dir, which it makes when it is
// not there, readable by the owner alone.
func NewFolder(dir, from string) (*Folder, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("mail folder: %w", err)
	}
	if _, err := message(from, Rendered{To: "probe@example.com"}); err != nil {
		return nil, fmt.Errorf("mail folder: %w", err)
	}
	return &Folder{dir: dir, from: from}, nil
}

// Send implements Transport. The file is complete or not there, on the disk when
// Send returns, and the same one at each try.
func (f *Folder) Send(_ context.Context, r Rendered) error {
	m, err := message(f.from, r)
	if err != nil {
		return fmt.Errorf("keep mail: %w", err)
	}
	if err := f.write(m, filepath.Join(f.dir, r.ID+".eml")); err != nil {
		return fmt.Errorf("keep mail: %w", err)
	}
	return nil
}

func (f *Folder) write(m *gomail.Msg, path string) error {
	file, err := os.CreateTemp(f.dir, ".writing-*") // mode 0600
	if err != nil {
		return err
	}
	_, err = m.WriteTo(file)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	if err := os.Rename(file.Name(), path); err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	dir, err := os.Open(f.dir)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
