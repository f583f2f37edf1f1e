package account

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
)

// questionsText is the catalogue. A code, once released, keeps its meaning: hashes
// belong to it.
//
//go:embed questions.json
var questionsText []byte

var catalogue = sync.OnceValues(func() ([]SecurityQuestion, error) {
	var all []SecurityQuestion
	if err := json.Unmarshal(questionsText, &all); err != nil {
		return nil, fmt.Errorf("catalogue of questions: %w", err)
	}
	return all, nil
})

// Questions is the catalogue of security questions, in the order to show them.
// Anybody may see it.
func Questions() ([]SecurityQuestion, error) {
	all, err := catalogue()
	return slices.Clone(all), err
}

// QuestionsByCode are the catalogue's questions with these codes, in their order;
// for the questions of a recovery. An unknown code is an internal failure.
func QuestionsByCode(codes []string) ([]SecurityQuestion, error) {
	out := make([]SecurityQuestion, 0, len(codes))
	for _, code := range codes {
		question, ok, err := question(code)
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, fmt.Errorf("question %q is not in the catalogue", code)
		}
		out = append(out, question)
	}
	return out, nil
}

func question(code string) (SecurityQuestion, bool, error) {
	all, err := catalogue()
	if err != nil {
		return SecurityQuestion{}, false, err
	}
	i := slices.IndexFunc(all, func(q SecurityQuestion) bool { return q.Code == code })
	if i < 0 {
		return SecurityQuestion{}, false, nil
	}
	return all[i], true, nil
}
