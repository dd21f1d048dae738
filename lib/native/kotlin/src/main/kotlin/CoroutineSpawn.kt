package io.interleave.kotlin

import io.interleave.task.Time
import io.interleave.workload.RoundRun
import io.interleave.workload.Spawn
import io.interleave.workload.SplitMix.mix
import java.util.concurrent.atomic.AtomicLong
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineExceptionHandler
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.async
import kotlinx.coroutines.cancel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.job
import kotlinx.coroutines.launch

/** One round of spawn: `async` and `await`. Nothing is started before the clock, so no gate. */
internal class CoroutineSpawn(spawn: Spawn, dispatcher: CoroutineDispatcher) :
    RoundRun(Time.REAL, 0, 1) {
    private val n = spawn.values().number("n")
    private val flat = spawn.values().text("shape") == "flat"
    private val goal = spawn.deliveries()
    private val scope =
        CoroutineScope(dispatcher + Job() + CoroutineExceptionHandler { _, e -> abort(e) })
    private val shown =
        AtomicLong() // tasks started (flat) or returned (tree), a thousand at a time
    private val all = Tally()

    init {
        scope.coroutineContext.job.invokeOnCompletion { ended.countDown() }
    }

    override fun start() = Unit

    override fun open() {
        scope.launch {
            startClock()
            if (flat) {
                flat()
            } else {
                val root = async { node(0, n) }.await()
                all.sum = root.sum
                all.count(root.tasks)
            }
            stopClock()
        }
    }

    private suspend fun flat() = coroutineScope {
        val tasks =
            List(Math.toIntExact(n)) { i ->
                if (i % EVERY == 0L) shown.addAndGet(minOf(EVERY, n - i))
                async { mix(i.toLong()) }
            }
        for (task in tasks) {
            all.add(task.await())
        }
    }

    /** What a node returns. */
    private class Branch(val sum: Long, val tasks: Long)

    private suspend fun node(first: Long, leaves: Long): Branch {
        if (leaves == 1L) {
            return Branch(mix(first), 1)
        }
        val children = coroutineScope {
            List(10) { k -> async { node(first + k * (leaves / 10), leaves / 10) } }
                .map { it.await() }
        }
        val tasks = 1 + children.sumOf { it.tasks }
        if (leaves == EVERY) {
            shown.addAndGet(tasks)
        }
        return Branch(children.sumOf { it.sum }, tasks)
    }

    override fun endTasks() = scope.cancel()

    override fun sum() = all.sum

    override fun deliveries() = all.units

    override fun finished() = shown.get()

    override fun goal() = goal

    private companion object {
        const val EVERY = 1000L
    }
}
