package graph

// Without a word about its settings gqlgen finds gqlgen.yml in the folder above
// and works from there.
//go:generate go tool gqlgen generate
