package load

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// person is somebody in a browser of their own.
type person struct {
	address, name string
	network       string // for X-Forwarded-For; empty: none
	client        *http.Client
}

func newPerson(address, name, network string) (*person, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	return &person{address: address, name: name, network: network, client: &http.Client{
		Jar: jar, Timeout: time.Minute,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
}

// page is what an address answered with.
type page struct {
	address  *url.URL
	code     int
	status   string
	text     []byte
	location func() (*url.URL, error) // where it sends the browser on
}

// open makes a request and reads its answer to the end. Pages of development refuse
// what a proxy handed on, so only the product's own paths hear of the network.
func (p *person) open(ctx context.Context, method, address, contentType string, body io.Reader) (*page, error) {
	req, err := http.NewRequestWithContext(ctx, method, address, body)
	if err != nil {
		return nil, err
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
		req.Header.Set("Origin", p.address)
	}
	if p.network != "" && !strings.HasPrefix(req.URL.Path, "/dev/") {
		req.Header.Set("X-Forwarded-For", p.network)
	}
	res, err := p.client.Do(req)
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(io.LimitReader(res.Body, 1<<20))
	if err = errors.Join(err, res.Body.Close()); err != nil {
		return nil, err
	}
	return &page{address: res.Request.URL, code: res.StatusCode, status: res.Status, text: text, location: res.Location}, nil
}

var requestField = regexp.MustCompile(`name="request" value="([^"]*)"`)

// signIn goes through the development provider as a person would.
func (p *person) signIn(ctx context.Context, door, password string) error {
	start, err := p.open(ctx, http.MethodGet, p.address+"/auth/"+door+"/start", "", nil)
	if err != nil {
		return err
	}
	to, err := start.location()
	if err != nil {
		return fmt.Errorf("the sign-in leads nowhere: %s", start.status)
	}
	login, err := p.open(ctx, http.MethodGet, to.String(), "", nil)
	if err != nil {
		return err
	}
	found := requestField.FindSubmatch(login.text)
	if found == nil {
		return fmt.Errorf("no login form of a development provider at %s (%s); say who takes part by --rooms", to.Host, login.status)
	}
	action := *login.address
	action.Path, action.RawQuery = strings.Replace(action.Path, "/authorize", "/login", 1), ""
	form := url.Values{"request": {html.UnescapeString(string(found[1]))}, "username": {p.name}, "password": {password}}
	in, err := p.open(ctx, http.MethodPost, action.String(), "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	if to, err = in.location(); err != nil {
		return fmt.Errorf("the provider did not let %s in: %s", p.name, in.status)
	}
	back, err := p.open(ctx, http.MethodGet, to.String(), "", nil)
	if err != nil {
		return err
	}
	if back.code >= http.StatusBadRequest {
		return fmt.Errorf("the sign-in ended with %s", back.status)
	}
	return nil
}

// cookie is what the person's browser sends.
func (p *person) cookie() (string, error) {
	u, err := url.Parse(p.address)
	if err != nil {
		return "", err
	}
	var all []string
	for _, c := range p.client.Jar.Cookies(u) {
		all = append(all, c.Name+"="+c.Value)
	}
	return strings.Join(all, "; "), nil
}

// ask carries out an operation at a door and decodes its data; a problem in the
// payload of its one field is an error.
func (p *person) ask(ctx context.Context, path, query string, variables map[string]any, out any) error {
	body, err := json.Marshal(request{Query: query, Variables: variables})
	if err != nil {
		return err
	}
	said, err := p.open(ctx, http.MethodPost, p.address+path, "application/json", bytes.NewReader(body))
	if err != nil {
		return err
	}
	var answer struct {
		Data   json.RawMessage
		Errors []struct{ Message string }
	}
	if err := json.Unmarshal(said.text, &answer); err != nil {
		return fmt.Errorf("%s: %.200s", said.status, said.text)
	}
	if len(answer.Errors) > 0 {
		return errors.New(answer.Errors[0].Message)
	}
	var fields map[string]struct {
		Problem *struct{ Code, Message string }
	}
	if json.Unmarshal(answer.Data, &fields) == nil {
		for name, f := range fields {
			if f.Problem != nil {
				return fmt.Errorf("%s: %s %s", name, f.Problem.Code, f.Problem.Message)
			}
		}
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(answer.Data, out)
}
