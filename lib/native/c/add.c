// The workload ffi's functions, which every language calls: compiled apart, so that no compiler can inline them.
#include <stdint.h>

uint64_t add(uint64_t z, uint64_t i) {
  return z + i;
}

uint64_t each(uint64_t n, uint64_t (*f)(uint64_t z, uint64_t i)) {
  uint64_t z = 0;
  for (uint64_t i = 1; i <= n; i++) {
    z = f(z, i);
  }
  return z;
}
