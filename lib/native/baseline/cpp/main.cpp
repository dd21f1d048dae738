// The yardstick: the actor mesh as a bare C++ program on Asio's pool and channels, with nothing around it.
//
// No contract, no recording, no watchdog, no count of deliveries. What the runtime in ../../cpp measures with recording
// off is held against this program, so nothing here may be slower than a straightforward program has to be.
//
// One line a timed round on standard output: the answer and the nanoseconds it took.
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>

#include "mesh.hpp"

int main(int count, char** arguments) {
  std::map<std::string, std::uint64_t> flags{{"--actors", 10'000}, {"--messages", 1'000'000}, {"--in-flight", 1'000},
                                             {"--mailbox", 64},    {"--payload", 0},          {"--seed", 42},
                                             {"--warmup", 2},      {"--iterations", 5},       {"--workers", 0}};
  for (int i = 1; i + 1 < count; i += 2) {
    auto flag = flags.find(arguments[i]);
    if (flag == flags.end()) {
      std::fprintf(stderr, "no flag %s\n", arguments[i]);
      return 2;
    }
    flag->second = std::strtoull(arguments[i + 1], nullptr, 10);
  }
  if (flags["--actors"] < 1 || flags["--in-flight"] < 1 || flags["--payload"] % 8 != 0) {
    std::fputs("a number is out of range\n", stderr);
    return 2;
  }
  const auto workers = flags["--workers"] > 0 ? flags["--workers"] : std::thread::hardware_concurrency();
  asio::thread_pool pool(workers);
  for (std::uint64_t i = 0; i < flags["--warmup"] + flags["--iterations"]; ++i) {
    Mesh mesh(flags["--actors"], flags["--messages"], std::min(flags["--in-flight"], flags["--messages"]),
              flags["--mailbox"], flags["--payload"] / 8, flags["--seed"], pool);
    const auto [answer, ns] = mesh.round();
    if (i >= flags["--warmup"]) {
      std::printf("%016lx %ld\n", static_cast<unsigned long>(answer), static_cast<long>(ns));
      std::fflush(stdout);
    }
  }
}
