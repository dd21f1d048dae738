package io.interleave.kotlin

import io.interleave.workload.PingPong
import io.interleave.workload.SplitMix.mix
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.channels.Channel

/** One round of ping-pong: two coroutines a pair, and two channels. */
internal class CoroutinePingPong(pingPong: PingPong, dispatcher: CoroutineDispatcher) :
    CoroutineRound(dispatcher, Math.toIntExact(pingPong.tasks()), pingPong.tasks() / 2) {
    private val rounds = pingPong.values().number("rounds")
    private val to = Array(tallies.size / 2) { Channel<Long>(1) }
    private val fro = Array(tallies.size / 2) { Channel<Long>(1) }

    override suspend fun work(i: Int) =
        if (i % 2 == 0) serve(i / 2, tallies[i]) else reply(i / 2, tallies[i])

    /** The first of a pair counts the round trips. */
    private suspend fun serve(pair: Int, tally: Tally) {
        for (r in 0..<rounds) {
            to[pair].send(pair * rounds + r)
            fro[pair].receive()
            tally.count()
        }
        left()
    }

    /** The second adds. */
    private suspend fun reply(pair: Int, tally: Tally) {
        for (r in 0..<rounds) {
            val v = to[pair].receive()
            tally.sum += mix(v)
            fro[pair].send(v)
        }
    }
}
