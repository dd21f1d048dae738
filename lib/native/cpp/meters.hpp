// What the kernel counts.
#pragma once

#include <sys/resource.h>

#include <nlohmann/json_fwd.hpp>

/// The process's counters from the moment it is made.
class Meters {
 public:
  Meters();

  /// The differences, by their names in the contract. What couldn't be read is left out.
  nlohmann::ordered_json since() const;

 private:
  long rss_;
  rusage before_;
};
