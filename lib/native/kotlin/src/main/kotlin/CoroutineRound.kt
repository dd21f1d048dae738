package io.interleave.kotlin

import io.interleave.task.Time
import io.interleave.workload.RoundRun
import java.util.concurrent.atomic.AtomicLong
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineExceptionHandler
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.cancel
import kotlinx.coroutines.job
import kotlinx.coroutines.launch

/**
 * A round whose coroutines wait at one gate, in a scope that ends with it.
 *
 * @param waiting coroutines at the gate
 * @param leaving those of them that must have left until the clock stops
 */
internal abstract class CoroutineRound(
    dispatcher: CoroutineDispatcher,
    private val waiting: Int,
    private val leaving: Long,
) : RoundRun(Time.REAL, waiting, 1) {
    private val scope =
        CoroutineScope(dispatcher + Job() + CoroutineExceptionHandler { _, e -> abort(e) })
    protected val tallies = Array(waiting) { Tally() }
    private val gate = Job()
    private val left = AtomicLong(leaving)

    init {
        scope.coroutineContext.job.invokeOnCompletion { ended.countDown() } // when all are gone
    }

    /** What coroutine `i` does when the gate is open. */
    protected abstract suspend fun work(i: Int)

    /** A coroutine starts the others. */
    override fun start() {
        scope.launch { repeat(waiting) { i -> launch { task(i) } } }
    }

    protected open suspend fun task(i: Int) {
        arrive()
        work(i)
    }

    /** Acknowledges, and waits for the others. */
    protected suspend fun arrive() {
        started.countDown()
        gate.join()
    }

    override fun open() {
        scope.launch {
            startClock()
            gate.complete()
        }
    }

    /** A part is done; the last one stops the clock. */
    protected fun left() {
        if (left.decrementAndGet() == 0L) {
            stopClock()
        }
    }

    override fun endTasks() = scope.cancel()

    override fun sum() = tallies.sumOf { it.sum }

    override fun deliveries() = tallies.sumOf { it.units }

    override fun finished() = leaving - left.get()

    override fun goal() = leaving
}
