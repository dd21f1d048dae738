// Where the stack stands: only C can tell a JVM.
#include <stdint.h>

uint64_t here(void) {
  return (uint64_t)(uintptr_t)__builtin_frame_address(0);
}
