// The runtime `cpp`: coroutines and channels of Asio on its thread pool, speaking the contract of ../CONTRACT.md.
//
//   main.cpp       the door: one request in, lines out, an exit status; the end of input
//   request.*      what a request may say, and its check
//   mesh.*         the workload: a round from the first actor to the last, the hop, the injector
//   mix.hpp        SplitMix64's arithmetic
//   recorder.*     where latencies go
//   histogram.hpp  HdrHistogram's layout
//   watchdog.*     progress from outside, and the end of a run that makes none
//   meters.*       processor time, faults, memory
//   toolchain.txt  what the manifest asks the compiler, to know that all is here
//
// Asio, because it is what most C++ programs take for this: a scheduler, timers, and channels that suspend a sender.
#include <sched.h>
#include <unistd.h>

#include <asio/version.hpp>
#include <iostream>
#include <mutex>
#include <nlohmann/json.hpp>

#include "mesh.hpp"

using nlohmann::ordered_json;

namespace {

constexpr int kFailed = 1, kRefused = 2, kCancelled = 130;

void write(const ordered_json& line) {
  static std::mutex one_at_a_time;  // the watchdog writes too
  std::lock_guard lock(one_at_a_time);
  std::cout << line.dump() + "\n" << std::flush;
}

/// Ends the process wherever its other threads are.
[[noreturn]] void fail(const char* kind, const std::string& message, int status) {
  write({{"line", "error"}, {"kind", kind}, {"message", message}});
  std::_Exit(status);
}

/// The processors that this process may use.
unsigned processors() {
  cpu_set_t set;
  return sched_getaffinity(0, sizeof set, &set) == 0 ? static_cast<unsigned>(CPU_COUNT(&set))
                                                     : std::max(1U, std::thread::hardware_concurrency());
}

/// What one clock read costs in a loop, in nanoseconds: the best of a few, as interruptions only add.
long cost_of_clock() {
  using Clock = std::chrono::steady_clock;
  constexpr int kReads = 10'000;
  auto best = Clock::duration::max();
  for (int i = 0; i < 5; ++i) {
    const auto before = Clock::now();
    auto last = before;
    for (int j = 0; j < kReads; ++j) last = Clock::now();
    best = std::min(best, last - before);
  }
  return std::chrono::duration_cast<std::chrono::nanoseconds>(best).count() / kReads;
}

ordered_json hello(unsigned workers) {
  const std::string asio = std::to_string(ASIO_VERSION / 100000) + "." + std::to_string(ASIO_VERSION / 100 % 1000) +
                           "." + std::to_string(ASIO_VERSION % 100);
  return {
      {"line", "hello"},
      {"contract", 1},
      {"runtime", "cpp"},
      {"version", "g++ " __VERSION__ ", Asio " + asio},
      {"workers", workers},
      {"notes",
       {{"clock", "steady_clock, " + std::to_string(cost_of_clock()) + " ns a read"},
        {"timer", "Asio's steady_timer: a timerfd in its epoll"},
        {"allocator", "the C library's malloc; Asio keeps a thread's last freed frames for the next coroutine"},
        {"scheduler",
         "asio::thread_pool: one queue under a lock, and what a handler posts goes to its thread's own part of it"},
        {"mailbox",
         "asio::experimental::concurrent_channel: a deque under a mutex, its bound the channel's buffer, unbounded the "
         "largest there is; a receive or send that needn't wait is tried first and doesn't pass through the pool"},
        {"message", "a unique_ptr to a token of 56 bytes; fresh: allocated anew a hop"},
        {"record", "histograms of the worker thread, without a lock or an atomic"}}}};
}

[[noreturn]] void serve(const std::string& line) {
  Request request;
  try {
    request = parse_request(line);
  } catch (const Refusal& refusal) {
    fail("refused", refusal.what(), kRefused);
  }
  const unsigned workers = request.workers > 0 ? request.workers : processors();
  write(hello(workers));
  asio::thread_pool pool(workers);
  for (std::int64_t i = 0; i < request.warmup + request.iterations; ++i) {
    Mesh mesh(request.parameters, pool);
    const auto progress = [i](Seen seen) {
      write({{"line", "progress"}, {"round", i}, {"deliveries", seen.deliveries}});
    };
    const auto stalled = [&mesh](Seen seen) {
      fail("deadlock",
           "no message was delivered and no token retired for 5 s; " + std::to_string(seen.retired) + " of " +
               std::to_string(mesh.tokens()) + " tokens were retired",
           kFailed);
    };
    const ordered_json round = mesh.round(i, progress, stalled);
    if (round["deliveries"] != request.parameters.messages) {
      fail("failed",
           round["deliveries"].dump() + " messages were delivered, not " + std::to_string(request.parameters.messages),
           kFailed);
    }
    write(round);
  }
  write({{"line", "done"}});
  std::_Exit(0);
}

}  // namespace

int main() {
  std::ios::sync_with_stdio(false);
  std::string line;
  std::getline(std::cin, line);
  if (std::cin.eof()) std::_Exit(kCancelled);
  // The end of standard input is the cancellation, wherever the run is.
  std::thread([] {
    char rest[256];
    while (read(STDIN_FILENO, rest, sizeof rest) > 0) {
    }
    std::_Exit(kCancelled);
  }).detach();
  try {
    serve(line);
  } catch (const std::exception& error) {
    fail("failed", error.what(), kFailed);
  }
}
