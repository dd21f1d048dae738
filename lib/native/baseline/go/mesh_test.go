package main

import (
	"fmt"
	"testing"
)

func TestAnswers(t *testing.T) {
	for _, c := range []struct {
		m    *mesh
		want string
	}{
		{&mesh{actors: 4, messages: 10, inFlight: 3, bound: 64, seed: 1}, "c65c3d13122c9848"},
		{&mesh{actors: 1000, messages: 20000, inFlight: 100, bound: 64, seed: 42}, "3d92bff80dc33e3d"},
		{&mesh{actors: 1000, messages: 20000, inFlight: 100, bound: 0, seed: 42}, "3d92bff80dc33e3d"},
		{&mesh{actors: 1000, messages: 20000, inFlight: 100, bound: 64, words: 32, seed: 42}, "079b6ea42a8a2cfd"},
	} {
		for round := 0; round < 2; round++ {
			if answer, _ := c.m.round(); fmt.Sprintf("%016x", answer) != c.want {
				t.Errorf("%016x, not %s", answer, c.want)
			}
		}
	}
}
