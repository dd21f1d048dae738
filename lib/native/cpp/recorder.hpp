// Where latencies go: to histograms of the worker thread, which nobody else touches while a round runs.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>

enum Kind { kHop, kHopDrain, kToken, kTokenUncorrected, kPacerLate, kKinds };

/// Records on the thread that calls. Never inlined: a coroutine may be resumed on another thread, and code inlined
/// into it could keep the address of the former's histograms.
[[gnu::noinline]] void record(Kind kind, std::int64_t ns);

/// The sums over all threads, by their names in the contract; they start from zero again. Nothing may record meanwhile.
nlohmann::ordered_json take_histograms();
