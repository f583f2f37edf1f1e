package graph

// pointers gives what gqlgen's lists are made of; nil becomes an empty list.
func pointers[T any](in []T) []*T {
	out := make([]*T, len(in))
	for i := range in {
		out[i] = &in[i]
	}
	return out
}

// value is what an optional input holds, or the zero value.
func value[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}

func long(p *int) *int64 {
	if p == nil {
		return nil
	}
	n := int64(*p)
	return &n
}
