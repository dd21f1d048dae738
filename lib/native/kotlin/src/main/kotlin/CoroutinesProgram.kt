package io.interleave.kotlin

import io.interleave.runtime.Program
import io.interleave.workload.ActorMesh
import io.interleave.workload.Channel
import io.interleave.workload.Execution
import io.interleave.workload.FanIn
import io.interleave.workload.FanOut
import io.interleave.workload.IdleTasks
import io.interleave.workload.InvalidInput
import io.interleave.workload.PingPong
import io.interleave.workload.Ring
import io.interleave.workload.Spawn
import io.interleave.workload.Timers
import io.interleave.workload.Workload
import kotlinx.coroutines.Dispatchers

/**
 * The runtime `kotlin`: coroutines on `Dispatchers.Default`, a `Channel` each as mailbox.
 *
 * `Dispatchers.Default` itself, not a pool of threads made for the occasion: its scheduler (a ring
 * and a LIFO slot a worker, stealing) is what Kotlin's programs run on. It takes its size from a
 * system property, when it is first used.
 */
class CoroutinesProgram(settings: Map<String, String>) : Program {
    private val workers =
        settings["workers"]?.toInt()?.takeIf { it > 0 }
            ?: Runtime.getRuntime().availableProcessors()

    init {
        (settings.keys - setOf("workers", "gc", "heap")).firstOrNull()?.let {
            throw InvalidInput("no setting '$it': there are workers, gc, heap")
        }
        System.setProperty("kotlinx.coroutines.scheduler.core.pool.size", workers.toString())
    }

    override fun version() =
        "Kotlin ${KotlinVersion.CURRENT}, kotlinx.coroutines $library, ${super.version()}"

    override fun workers() = workers

    override fun notes() =
        mapOf(
            "mailbox" to
                "kotlinx.coroutines Channel: a list of segments of 32 cells; a full one suspends the sender",
            "channel" to "the same Channel, of the bound given",
            "timer" to "delay: whole milliseconds, rounded up; a thread of the library resumes",
            "yields" to "none: a coroutine runs until its mailbox is empty or the next one full",
        )

    override fun execution(workload: Workload): Execution =
        when (workload) {
            is ActorMesh -> CoroutineMesh(workload, Dispatchers.Default)
            is PingPong -> CoroutinePingPong(workload, Dispatchers.Default)
            is Ring -> CoroutineRing(workload, Dispatchers.Default)
            is Spawn -> CoroutineSpawn(workload, Dispatchers.Default)
            is IdleTasks -> CoroutineIdleTasks(workload, Dispatchers.Default)
            is Channel -> CoroutineChannel(workload, Dispatchers.Default)
            is FanIn -> CoroutineFanIn(workload, Dispatchers.Default)
            is FanOut -> CoroutineFanOut(workload, Dispatchers.Default)
            is Timers -> CoroutineTimers(workload, Dispatchers.Default)
            else -> throw InvalidInput("${workload.name()} is not written for kotlin")
        }

    private companion object {
        /** The library keeps its version in a file of its jar. */
        val library: String =
            Dispatchers::class
                .java
                .getResource("/META-INF/kotlinx_coroutines_core.version")
                ?.readText()
                ?.trim() ?: "of unknown version"
    }
}
