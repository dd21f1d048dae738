#include "meters.hpp"

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

namespace {

std::int64_t ns(const timeval& it) { return it.tv_sec * 1'000'000'000 + it.tv_usec * 1'000; }

std::int64_t cpu_ns(const rusage& it) { return ns(it.ru_utime) + ns(it.ru_stime); }

rusage usage() {
  rusage now{};
  getrusage(RUSAGE_SELF, &now);  // can't fail with these arguments
  return now;
}

/// A number of /proc/self/status, 0 if it isn't there.
long status_of(const std::string& field) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(field)) return std::stol(line.substr(field.size()));
  }
  return 0;
}

}  // namespace

Meters::Meters() : rss_(status_of("VmRSS:") * 1024), before_(usage()) {}

nlohmann::ordered_json Meters::since() const {
  const rusage after = usage();
  nlohmann::ordered_json metrics{
      {"cpu_ns", cpu_ns(after) - cpu_ns(before_)},
      {"minor_faults", after.ru_minflt - before_.ru_minflt},
      {"involuntary_switches", after.ru_nivcsw - before_.ru_nivcsw},
  };
  if (long threads = status_of("Threads:"); threads > 0) metrics["threads"] = threads;
  if (rss_ > 0) metrics["idle_rss_bytes"] = rss_;
  return metrics;
}
