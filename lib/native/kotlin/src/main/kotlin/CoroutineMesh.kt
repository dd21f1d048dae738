package io.interleave.kotlin

import io.interleave.task.Time
import io.interleave.workload.ActorMesh
import io.interleave.workload.MeshRun
import io.interleave.workload.MeshToken
import kotlin.time.Duration.Companion.nanoseconds
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineExceptionHandler
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.cancel
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch

/** One round of actor-mesh: a coroutine an actor, all in one scope that ends with the round. */
internal class CoroutineMesh(mesh: ActorMesh, dispatcher: CoroutineDispatcher) :
    MeshRun(mesh, Time.REAL) {
    private val scope =
        CoroutineScope(dispatcher + Job() + CoroutineExceptionHandler { _, e -> abort(e) })
    private val actors = Array(plan.actors) { Actor(this, it) }
    private var launched = 0

    override fun startActors() {
        for (actor in actors) {
            launch { actor.run() }
        }
        for (actor in actors) {
            actor.mailbox.trySend(MeshToken()) // empty, so there is room
        }
    }

    override fun startInjector(schedule: LongArray) = launch {
        val start = startClock()
        for (k in 0..<plan.sent()) {
            val token = token(k)
            val reading =
                if (plan.openLoop) {
                    val time = start + schedule[k.toInt()]
                    delayUntil(time)
                    token.startedAt(time, System.nanoTime())
                } else {
                    System.nanoTime()
                }
            send(token, inject(token, reading))
        }
    }

    private suspend fun delayUntil(time: Long) {
        while (true) {
            val left = time - System.nanoTime()
            if (left <= 0) return
            delay(left.nanoseconds)
        }
    }

    suspend fun send(token: MeshToken, destination: Int) = actors[destination].mailbox.send(token)

    /** Told by the job, not by the body: a coroutine that is cancelled in time never begins. */
    private fun launch(body: suspend () -> Unit) {
        scope.launch { body() }.invokeOnCompletion { ended.countDown() }
        launched++
    }

    override fun endTasks() {
        scope.cancel()
        repeat(plan.actors + 1 - launched) { ended.countDown() }
    }

    override fun sum() = actors.sumOf { it.sum }

    override fun deliveries() = actors.sumOf { it.deliveries }
}
