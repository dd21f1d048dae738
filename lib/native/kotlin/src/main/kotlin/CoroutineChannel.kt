package io.interleave.kotlin

import io.interleave.workload.Channel as Workload
import io.interleave.workload.SplitMix.mix
import java.util.concurrent.atomic.AtomicInteger
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.channels.SendChannel

/** One round of channel: consumers first, then producers, and one channel for all. */
internal class CoroutineChannel(workload: Workload, dispatcher: CoroutineDispatcher) :
    CoroutineRound(
        dispatcher,
        Math.toIntExact(workload.tasks()),
        workload.values().number("consumers"),
    ) {
    private val consumers = workload.values().number("consumers").toInt()
    private val producers = workload.values().number("producers").toInt()
    private val share = workload.deliveries() / producers
    private val shared = Channel<Long>(workload.values().number("capacity").toInt())
    private val producing = AtomicInteger(producers)

    override suspend fun work(i: Int) {
        if (i < consumers) {
            for (v in shared) {
                tallies[i].add(mix(v))
            }
            left()
        } else {
            produce(shared, i - consumers, share)
            if (producing.decrementAndGet() == 0) {
                shared.close()
            }
        }
    }
}

/** Sends a producer's share: the numbers from its own times the share on. */
internal suspend fun produce(to: SendChannel<Long>, producer: Int, share: Long) {
    for (v in producer * share..<(producer + 1) * share) {
        to.send(v)
    }
}
