package io.interleave.kotlin

import io.interleave.workload.SplitMix.mix
import io.interleave.workload.Timers
import kotlin.time.Duration.Companion.nanoseconds
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.delay
import org.HdrHistogram.Histogram

/** One round of timers: coroutines that are delayed. */
internal class CoroutineTimers(timers: Timers, dispatcher: CoroutineDispatcher) :
    CoroutineRound(dispatcher, Math.toIntExact(timers.tasks()), timers.tasks()) {
    private val seed = timers.values().number("seed")
    private val spread = timers.values().number("spread")
    private val late = LongArray(tallies.size)

    override suspend fun work(i: Int) {
        val asked = 1_000 * java.lang.Long.remainderUnsigned(mix(seed + i), spread)
        val before = time.now()
        delay(asked.nanoseconds)
        late[i] = time.now() - before - asked
        tallies[i].add(mix(i.toLong()))
        left()
    }

    override fun histograms(): Map<String, Histogram> {
        val histogram = Histogram(HIGHEST_NS, 3)
        late.forEach { histogram.recordValue(it.coerceIn(0, HIGHEST_NS)) }
        return mapOf("late" to histogram)
    }

    /** It sleeps on purpose, up to a minute. */
    override fun underWay() = false

    private companion object {
        const val HIGHEST_NS = 3_600_000_000_000
    }
}
