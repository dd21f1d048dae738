package main

const gamma = 0x9e3779b97f4a7c15

func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// mixed is `times` rounds of mix.
func mixed(z uint64, times int64) uint64 {
	for ; times > 0; times-- {
		z = mix(z)
	}
	return z
}
