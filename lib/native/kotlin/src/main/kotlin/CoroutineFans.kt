package io.interleave.kotlin

import io.interleave.workload.FanIn
import io.interleave.workload.FanOut
import io.interleave.workload.SplitMix.mix
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.channels.Channel

/** One round of fan-in: coroutine 0 receives what all others send. */
internal class CoroutineFanIn(fan: FanIn, dispatcher: CoroutineDispatcher) :
    CoroutineRound(dispatcher, Math.toIntExact(fan.values().number("n")) + 1, 1) {
    private val messages = fan.deliveries()
    private val share = messages / fan.values().number("n")
    private val channel = Channel<Long>(fan.values().number("capacity").toInt())

    override suspend fun work(i: Int) {
        if (i > 0) {
            return produce(channel, i - 1, share)
        }
        for (k in 0..<messages) {
            tallies[0].add(mix(channel.receive()))
        }
        left()
    }
}

/** One round of fan-out: the last coroutine sends to all others, each of which has a channel. */
internal class CoroutineFanOut(fan: FanOut, dispatcher: CoroutineDispatcher) :
    CoroutineRound(
        dispatcher,
        Math.toIntExact(fan.values().number("n")) + 1,
        fan.values().number("n"),
    ) {
    private val messages = fan.deliveries()
    private val capacity = fan.values().number("capacity").toInt()
    private val channels = Array(tallies.size - 1) { Channel<Long>(capacity) }

    override suspend fun work(i: Int) {
        if (i == channels.size) {
            for (v in 0..<messages) {
                channels[(v % channels.size).toInt()].send(v)
            }
            return
        }
        for (k in 0..<messages / channels.size) {
            tallies[i].add(mix(channels[i].receive()))
        }
        left()
    }
}
