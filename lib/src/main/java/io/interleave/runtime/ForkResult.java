package io.interleave.runtime;

import io.interleave.workload.Round;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one fresh process did.
 *
 * @param version of the runtime, as the fork itself says it; empty when it never said hello
 * @param notes what the fork says a reader must know: clock, timer, allocator, mailbox
 * @param rounds those that ended, warm-up included, in order
 * @param failure why it did not finish, in one sentence; null when it did
 * @param elapsedNs from its start to its end
 * @param usage what the operating system says of it
 */
public record ForkResult(
    String version,
    Map<String, String> notes,
    List<Round> rounds,
    @Nullable String failure,
    long elapsedNs,
    ProcessUsage usage) {}
