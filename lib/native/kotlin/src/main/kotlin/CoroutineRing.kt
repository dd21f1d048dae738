package io.interleave.kotlin

import io.interleave.workload.Ring
import io.interleave.workload.SplitMix.mix
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.channels.Channel

/** One round of ring: a coroutine and a channel a place. */
internal class CoroutineRing(ring: Ring, dispatcher: CoroutineDispatcher) :
    CoroutineRound(dispatcher, Math.toIntExact(ring.tasks()), 1) {
    private val hops = ring.deliveries()
    private val channels = Array(tallies.size) { Channel<Long>(1) }

    override suspend fun work(i: Int) {
        val successor = channels[(i + 1) % channels.size]
        if (i == 0) {
            successor.send(1)
        }
        for (hop in channels[i]) {
            tallies[i].add(mix(hop xor i.toLong()))
            if (hop < hops) {
                successor.send(hop + 1)
            } else {
                left()
            }
        }
    }
}
