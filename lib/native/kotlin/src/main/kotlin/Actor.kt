package io.interleave.kotlin

import io.interleave.workload.MeshToken
import io.interleave.workload.Retained
import java.util.concurrent.atomic.AtomicLongFieldUpdater
import kotlinx.coroutines.channels.Channel

/** One actor: receives a token, does the hop, sends it on, until it is cancelled. */
internal class Actor(private val mesh: CoroutineMesh, private val self: Int) {
    val mailbox = Channel<MeshToken>(mesh.plan.mailbox.takeIf { it > 0 } ?: Channel.UNLIMITED)
    private val retained = Retained.of(mesh.plan)

    /** Exact when the last token has retired. */
    var sum = 0L
        private set

    @Volatile private var counted = 0L // beside the sum: one line, written by this coroutine alone

    /** Behind by a few while it runs. */
    val deliveries
        get() = counted

    suspend fun run() {
        mailbox.receive() // the uncounted one
        mesh.started.countDown()
        for (token in mailbox) {
            hop(token)
        }
    }

    private suspend fun hop(token: MeshToken) {
        val plan = mesh.plan
        var reading = mesh.clock.received(token)
        COUNTED.lazySet(this, counted + 1) // seen from outside, without a fence
        sum += plan.sumOf(token, self)
        retained?.keep(token)
        if (plan.works()) {
            reading = mesh.clock.worked(reading)
        }
        if (token.isRetired) {
            mesh.retire(token)
        } else {
            val next = if (plan.fresh) token.copy() else token
            mesh.send(next, mesh.next(next, reading))
        }
    }

    private companion object {
        @JvmField
        val COUNTED: AtomicLongFieldUpdater<Actor> =
            AtomicLongFieldUpdater.newUpdater(Actor::class.java, "counted")
    }
}
