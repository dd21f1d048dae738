#include "watchdog.hpp"

#include <condition_variable>
#include <mutex>

Watchdog::Watchdog(std::function<Seen()> look, std::function<void(Seen)> progress, std::function<void(Seen)> stalled,
                   std::chrono::milliseconds tick)
    : thread_([=](std::stop_token stop) {
        std::mutex mutex;
        std::condition_variable_any never;
        std::unique_lock lock(mutex);
        Seen last{};
        for (int still = 0; still < kPatient;) {
          never.wait_for(lock, stop, tick, [] { return false; });
          if (stop.stop_requested()) return;
          const Seen seen = look();
          progress(seen);
          const bool moved = seen.deliveries != last.deliveries || seen.retired != last.retired;
          still = moved || seen.may_rest ? 0 : still + 1;
          last = seen;
        }
        stalled(last);
      }) {}
