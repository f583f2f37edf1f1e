package graph

import (
	"regexp"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/walletdesk/walletdesk/graph/generated"
)

func contract() *ast.Schema {
	return generated.NewExecutableSchema(generated.Config{}).Schema()
}

// A new root field can't be forgotten: bare ones are open to everybody.
func TestSchema_EveryRootFieldSaysWhoMayCall(t *testing.T) {
	t.Parallel()
	s := contract()
	for _, root := range []*ast.Definition{s.Query, s.Mutation, s.Subscription} {
		for _, f := range root.Fields {
			if len(f.Name) > 1 && f.Name[:2] == "__" {
				continue
			}
			auth, open := f.Directives.ForName("auth"), f.Directives.ForName("public")
			if (auth == nil) == (open == nil) {
				t.Errorf("%s.%s needs exactly one of @auth and @public", root.Name, f.Name)
			}
		}
	}
}

// The schema is the documentation: what has no words is not documented.
func TestSchema_EverythingIsDescribed(t *testing.T) {
	t.Parallel()
	for _, d := range contract().Types {
		if d.BuiltIn {
			continue
		}
		if d.Description == "" && d.Name != "Query" {
			t.Errorf("%s has no description", d.Name)
		}
		for _, v := range d.EnumValues {
			if v.Description == "" {
				t.Errorf("%s.%s has no description", d.Name, v.Name)
			}
		}
		for _, f := range d.Fields {
			if len(f.Name) > 1 && f.Name[:2] == "__" {
				continue
			}
			// "The input of <field>" would be noise: a single `input` is described by its type.
			if f.Description == "" {
				t.Errorf("%s.%s has no description", d.Name, f.Name)
			}
			for _, a := range f.Arguments {
				if a.Description == "" && a.Name != "input" {
					t.Errorf("%s.%s(%s) has no description", d.Name, f.Name, a.Name)
				}
			}
		}
	}
}

// Every payload tells its expected failures the same way.
func TestSchema_EveryMutationAnswersWithAProblem(t *testing.T) {
	t.Parallel()
	s := contract()
	for _, f := range s.Mutation.Fields {
		payload := s.Types[f.Type.Name()]
		problem := payload.Fields.ForName("problem")
		if problem == nil || problem.Type.String() != "Problem" {
			t.Errorf("%s answers with %s, which has no `problem: Problem`", f.Name, payload.Name)
		}
		if len(f.Arguments) > 1 || (len(f.Arguments) == 1 && f.Arguments[0].Name != "input") {
			t.Errorf("%s takes more than one `input`", f.Name)
		}
	}
}

// Nothing in the contract can carry what must never leave: an output field named
// after a secret is a mistake.
func TestSchema_NoOutputIsNamedAfterASecret(t *testing.T) {
	t.Parallel()
	secret := regexp.MustCompile(`(?i)^(pan|number|cvc|cvv|password.*|answer|answers|token|hash|secret)$`)
	for _, d := range contract().Types {
		if d.Kind != ast.Object || d.BuiltIn {
			continue
		}
		for _, f := range d.Fields {
			if secret.MatchString(f.Name) && d.Name != "Mutation" {
				t.Errorf("%s.%s is named after a secret", d.Name, f.Name)
			}
		}
	}
}
