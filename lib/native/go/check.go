package main

import (
	"fmt"
	"strconv"
	"strings"
)

const (
	missing = -1      // below every range: a number is this before the request is read, so that an absent one is refused
	most    = 1 << 53 // the contract's bound of a number
)

// number is a parameter, its value, and its range.
type number struct {
	name          string
	value         int64
	least, atMost int64
}

func within(numbers ...number) error {
	for _, n := range numbers {
		if n.value < n.least || n.value > n.atMost {
			return fmt.Errorf("%s is %d or missing, not within %d and %d", n.name, n.value, n.least, n.atMost)
		}
	}
	return nil
}

func among(name, value string, values ...string) error {
	for _, v := range values {
		if v == value {
			return nil
		}
	}
	return fmt.Errorf("%s is %q, not %s", name, value, strings.Join(values, " or "))
}

func divides(name string, divisor int64, whole string, of int64) error {
	if of%divisor != 0 {
		return fmt.Errorf("%s is %d and doesn't divide %s, which is %d", name, divisor, whole, of)
	}
	return nil
}

func seedOf(text string) (uint64, error) {
	seed, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("seed is %q, not a decimal number of 64 bits", text)
	}
	return seed, nil
}
