"""Executes one notebook in a fresh kernel, and leaves no process behind, however it ends."""

import asyncio
import os
import re
import signal
import textwrap
from contextlib import suppress
from pathlib import Path

from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from notebooks import PROJECT
from notebooks.progress import Progress

KERNELS = PROJECT / ".env" / "share" / "jupyter" / "kernels"
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
START_LIMIT = 180  # seconds for the kernel to answer; 2 or 3 do, unless the machine is busy
PATIENCE = 10  # seconds an interrupted cell has for its `finally` blocks
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class Client(NotebookClient):
    """nbclient, telling what each cell says while it says it."""

    progress: Progress

    def process_message(self, message, cell, cell_index):
        content = message["content"]
        match message["msg_type"]:
            case "stream":
                self.progress.stream(content["text"])
            case "display_data" | "update_display_data":
                self.progress.show(content["data"].get("text/plain", ""))
        return super().process_message(message, cell, cell_index)


def execute(notebook, folder: Path, scale: str, timeout: float | None) -> int:
    """0, or 1 after an error or a time-out, or 128 + the signal that ended it. The notebook has the outputs so far."""
    # Only the environment's own kernel: one of the same name in the user's home would come first otherwise.
    specs = KernelSpecManager(kernel_dirs=[str(KERNELS)], ensure_native_kernel=False)
    manager = AsyncKernelManager(kernel_name="java", kernel_spec_manager=specs)
    client = Client(
        notebook,
        km=manager,
        timeout=timeout,
        startup_timeout=START_LIMIT,
        record_timing=False,
        resources={"metadata": {"path": str(folder)}},
    )
    for cell in notebook.cells:  # Whatever an earlier run left must not pass for this one's.
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return asyncio.run(Run(client, scale).run())


class Run:
    def __init__(self, client: Client, scale: str):
        self.client = client
        self.scale = scale
        self.code = [(i, c) for i, c in enumerate(client.nb.cells) if c.cell_type == "code" and c.source.strip()]
        self.progress = client.progress = Progress(len(self.code))
        self.signal = 0

    async def run(self) -> int:
        manager = self.client.km
        work = asyncio.create_task(self.work())
        ticker = asyncio.create_task(self.tick())
        loop = asyncio.get_running_loop()
        self.on_signal = lambda number: self.stop(number, work)
        self.listen(loop)
        try:
            return await work
        except asyncio.CancelledError:
            return 128 + self.signal
        finally:
            ticker.cancel()
            for number in SIGNALS:  # From here it is short: nothing may cut it off.
                loop.add_signal_handler(number, lambda: None)
            await self.leave_nothing(manager)

    def listen(self, loop) -> None:
        for number in SIGNALS:
            loop.add_signal_handler(number, self.on_signal, number)

    def stop(self, number: int, work: asyncio.Task) -> None:
        if not self.signal:
            self.progress.line(f"{signal.Signals(number).name}: interrupting the cell")
        self.signal = number
        work.cancel()

    async def tick(self) -> None:
        while True:
            await asyncio.sleep(1)
            if self.progress.label:
                self.progress.redraw()

    async def work(self) -> int:
        client = self.client
        try:
            await self.start_kernel()
        except (RuntimeError, OSError, NoSuchKernel) as failure:
            print(f"The kernel did not start: {failure}", flush=True)
            return 1
        for number, (index, cell) in enumerate(self.code, 1):
            self.progress.start(number, cell.source)
            try:
                await client.async_execute_cell(cell, index, execution_count=number)
            except (CellExecutionError, CellTimeoutError, DeadKernelError) as failure:
                if self.signal:  # nbclient takes our cancelling it for the kernel's death
                    self.progress.end("interrupted")
                    return 128 + self.signal
                self.tell(cell, failure)
                return 1
            self.progress.end()
            if "result" in cell.metadata.get("tags", []):
                self.print_result(cell)
        return 0

    async def start_kernel(self) -> None:
        client = self.client
        client.reset_execution_trackers()
        await client.async_start_new_kernel(
            cwd=client.resources["metadata"]["path"], env={**os.environ, "INTERLEAVE_SCALE": self.scale}
        )
        await client.async_start_new_kernel_client()
        info = await client.async_wait_for_reply(client.kc.kernel_info())
        client.nb.metadata["language_info"] = info["content"]["language_info"]

    def tell(self, cell, failure: Exception) -> None:
        match failure:
            case CellTimeoutError():
                outcome, text = "timed out", f"The cell took longer than {self.client.timeout:g} s."
            case DeadKernelError():
                outcome, text = "died", "The kernel ended while the cell was running."
            case _:
                error = next((o for o in cell.outputs if o.output_type == "error"), None)
                lines = error.traceback if error else [str(failure)]
                outcome, text = "failed", COLOUR.sub("", "\n".join(lines))
        self.progress.end(outcome)
        print("\n" + textwrap.indent(cell.source, "    ") + "\n\n" + text + "\n", flush=True)

    def print_result(self, cell) -> None:
        for output in cell.outputs:
            text = output.get("data", {}).get("text/plain")
            if text:
                print("\n" + text.rstrip() + "\n", flush=True)

    async def leave_nothing(self, manager: AsyncKernelManager) -> None:
        """Interrupts what runs, so that the cell ends its children; then the kernel; then whatever is left of its group."""
        if not manager.has_kernel:
            return
        group = manager.provisioner.pid  # A kernel starts as the leader of a group of its own.
        client = self.client.kc
        # A kernel that answers nothing raises here; the lines after are for it.
        with suppress(Exception):
            if client is not None and await manager.is_alive():
                await manager.interrupt_kernel()
                await asyncio.wait_for(self.idle(client), PATIENCE)
        with suppress(Exception):
            if client is not None:
                client.stop_channels()
            await asyncio.wait_for(manager.shutdown_kernel(now=False), PATIENCE)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)

    async def idle(self, client) -> None:
        """The kernel answers this once the cell is over: it takes one request after the other."""
        await client.kernel_info(reply=True, timeout=PATIENCE)
