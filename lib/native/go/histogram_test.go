package main

import "testing"

func TestBucketLayoutIsHdrHistograms(t *testing.T) {
	for _, c := range []struct{ value, lowest int64 }{
		{0, 0}, {1, 1}, {2047, 2047}, {2048, 2048}, {2049, 2048}, {4095, 4094}, {4096, 4096}, {4099, 4096},
		{1000000, 999936}, {highest, 1676 << 31}, {highest + 1, 1676 << 31}, {1 << 62, 1676 << 31}, {-1, 0},
	} {
		if got := lowestOf(bucketOf(c.value)); got != c.lowest {
			t.Errorf("%d is in the bucket of %d, not %d", c.value, got, c.lowest)
		}
	}
}

func TestBucketsAreContiguousAndFine(t *testing.T) {
	if last := bucketOf(highest); last >= buckets {
		t.Fatalf("bucket %d of %d", last, buckets)
	}
	for b := 1; b <= bucketOf(highest); b++ {
		low := lowestOf(b)
		if bucketOf(low) != b || bucketOf(low-1) != b-1 {
			t.Fatalf("bucket %d doesn't begin at %d", b, low)
		}
		if width := low - lowestOf(b-1); width > 1 && width*1000 > low {
			t.Fatalf("bucket %d is %d wide at %d", b, width, low)
		}
	}
}
