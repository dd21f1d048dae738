"""A real kernel with a real experiment: what it shows, and that no child outlives its cell or its kernel."""

import os
import signal
import tempfile
import time
import unittest
from pathlib import Path
from queue import Empty

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

from notebooks import PROJECT
from notebooks.run import KERNELS

ENDLESS = """
import io.interleave.*;
import io.interleave.workload.*;
Interleave.open().experiment(new ActorMesh().messages(1_000_000_000L)).on("jdk-virtual").forks(1).run()
"""
PATIENCE = 60


def children(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        found += [int(child) for child in task.read_text().split()]
    return found


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def eventually(condition, what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"not within {PATIENCE} s: {what}")
        time.sleep(0.05)


class KernelTest(unittest.TestCase):
    def setUp(self):
        self.runs = tempfile.TemporaryDirectory()
        self.addCleanup(self.runs.cleanup)

    def start(self, **env: str) -> None:
        specs = KernelSpecManager(kernel_dirs=[str(KERNELS)], ensure_native_kernel=False)
        self.manager = KernelManager(kernel_name="java", kernel_spec_manager=specs)
        self.manager.kernel_spec.env.update(env)
        self.manager.start_kernel(cwd=str(PROJECT / "notebooks"), env={**os.environ, "INTERLEAVE_RUNS": self.runs.name})
        self.addCleanup(self.manager.shutdown_kernel, now=True)
        self.client = self.manager.client()
        self.client.start_channels()
        self.addCleanup(self.client.stop_channels)
        self.client.wait_for_ready(timeout=PATIENCE)

    @property
    def pid(self) -> int:
        return self.manager.provisioner.pid

    def outputs(self, code: str) -> list[dict]:
        """Everything a cell shows, until it is over."""
        shown = []
        self.client.execute_interactive(code, timeout=PATIENCE, output_hook=shown.append)
        return [{"type": m["msg_type"], **m["content"]} for m in shown if m["msg_type"] != "status"]

    def begin_endless(self) -> list[int]:
        self.request = self.client.execute(ENDLESS)
        eventually(lambda: children(self.pid), "a fork has started")
        return children(self.pid)

    def reply(self) -> dict:
        while True:
            reply = self.client.get_shell_msg(timeout=PATIENCE)
            if reply["parent_header"].get("msg_id") == self.request:
                return reply["content"]

    def shown_so_far(self) -> list[dict]:
        messages = []
        try:
            while True:
                messages.append(self.client.get_iopub_msg(timeout=0.2))
        except Empty:
            return messages

    def test_an_interrupted_experiment_leaves_no_child_and_the_kernel_goes_on(self):
        self.start()
        forks = self.begin_endless()
        time.sleep(2)
        messages = self.shown_so_far()
        first = next(m["content"] for m in messages if m["msg_type"] == "display_data")
        self.assertIn("0 of 1 forks", first["data"]["text/plain"])
        updates = [m["content"] for m in messages if m["msg_type"] == "update_display_data"]
        self.assertTrue(updates, "progress is updated in place")
        self.assertEqual({u["transient"]["display_id"] for u in updates}, {first["transient"]["display_id"]})
        self.manager.interrupt_kernel()
        self.assertEqual(self.reply()["status"], "error")
        eventually(lambda: not any(alive(fork) for fork in forks), "the fork is gone")
        self.assertEqual(self.outputs("6 * 7")[-1]["data"]["text/plain"], "42")

    def test_a_killed_kernel_leaves_no_child(self):
        self.start()
        forks = self.begin_endless()
        os.kill(self.pid, signal.SIGKILL)
        eventually(lambda: not any(alive(fork) for fork in forks), "the fork is gone")

    def test_a_table_and_a_failed_trial_show_themselves(self):
        self.start()
        shown = self.outputs(
            """
            import io.interleave.*;
            import io.interleave.workload.*;
            var stuck = new ActorMesh().actors(1).mailbox(1).inFlight(3);
            Interleave.open().experiment(stuck).on("jdk-virtual").forks(1).iterations(1).warmup(0).run().summary()
            """
        )
        table = shown[-1]["data"]
        self.assertIn("deadlock", table["text/plain"])
        self.assertIn("<td", table["text/html"])
        self.assertIn("dnf: deadlock", table["text/html"])

    def test_an_unbuilt_library_leaves_a_kernel_that_says_what_is_missing(self):
        self.start(JJAVA_CLASSPATH=f"{self.runs.name}/targe?/interleave.jar:{self.runs.name}/targe?/lib/*.jar")
        self.assertEqual(self.outputs("6 * 7")[-1]["data"]["text/plain"], "42")
        error = next(o for o in self.outputs("import io.interleave.*;") if o["type"] in ("error", "stream"))
        self.assertIn("io.interleave", str(error))


if __name__ == "__main__":
    unittest.main()
