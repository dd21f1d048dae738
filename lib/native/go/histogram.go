package main

import "math/bits"

// HdrHistogram's layout for a lowest value of 1 and three significant digits: 2,048 buckets of width 1, then for
// each further power of two 1,024 buckets, twice as wide as the last ones.
const (
	halfBits = 10
	half     = 1 << halfBits
	highest  = 3600 * 1000 * 1000 * 1000 // ns; values above are clamped to it
	widest   = 42 - (halfBits + 1)       // highest has 42 bits
	buckets  = (widest + 2) << halfBits
)

type histogram struct {
	top    int // above the last bucket that is used: the rest need be neither read nor cleared
	counts [buckets]int64
}

func (h *histogram) record(ns int64) {
	bucket := bucketOf(ns)
	h.counts[bucket]++
	if bucket >= h.top {
		h.top = bucket + 1
	}
}

func (h *histogram) clear() {
	for i := range h.counts[:h.top] {
		h.counts[i] = 0
	}
	h.top = 0
}

func (h *histogram) add(other *histogram) {
	for i, n := range other.counts[:other.top] {
		h.counts[i] += n
	}
	if other.top > h.top {
		h.top = other.top
	}
}

// pairsOf is the histogram of values that were kept one by one.
func pairsOf(values []int64) [][2]int64 {
	h := new(histogram)
	for _, ns := range values {
		h.record(ns)
	}
	return h.pairs()
}

// pairs lists what was counted as [value, count], ascending.
func (h *histogram) pairs() (pairs [][2]int64) {
	for i, n := range h.counts[:h.top] {
		if n > 0 {
			pairs = append(pairs, [2]int64{lowestOf(i), n})
		}
	}
	return pairs
}

func bucketOf(ns int64) int {
	if ns > highest {
		ns = highest
	}
	if ns < 0 {
		ns = 0
	}
	shift := bits.Len64(uint64(ns)|(2*half-1)) - (halfBits + 1)
	return shift<<halfBits + int(ns>>uint(shift))
}

// lowestOf is the smallest value of a bucket.
func lowestOf(bucket int) int64 {
	if bucket < 2*half {
		return int64(bucket)
	}
	shift := bucket>>halfBits - 1
	return int64(bucket-shift<<halfBits) << uint(shift)
}
