"""file-read: calls that block: tasks that read whole files."""

import asyncio
import os
import shutil
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from check import RefusedError, unsigned, within
from mix import MASK, mix
from round import Round
from words import bytes_of_words, sum_of_words
from workload import Workload


@dataclass(frozen=True, slots=True)
class FileRead(Workload):
    NOTES = {
        "read": "asyncio.to_thread of open().read(): the standard library has no async files; its pool has "
        "min(32, processors + 4) threads, and a read lets go of the GIL; "
        "the files were just written, so they come from the page cache",
    }

    files: int = within(1, 1 << 24)
    size: int = within(0, 1 << 31)
    seed: int = unsigned()

    def check(self) -> None:
        if self.size % 8 != 0:
            raise RefusedError(f"size is {self.size}, not a multiple of 8")

    @property
    def units(self) -> int:
        return self.files

    async def play(self, r: Round) -> None:
        folder = written.make()
        try:
            for i in range(self.files):
                self.write(folder / str(i), self.seed + (i << 32))
            r.began = time.monotonic_ns()

            async def part(i: int) -> int:
                return sum_of_words(await asyncio.to_thread(read, folder / str(i)))

            r.each(self.files, part)
            await r.time()
        finally:
            written.remove()

    def write(self, file: Path, first: int) -> None:
        with open(file, "wb") as out:
            for j in range(0, self.size // 8, 8192):
                out.write(bytes_of_words(mix(first + k & MASK) for k in range(j, min(j + 8192, self.size // 8))))


def read(file: Path) -> bytes:
    with open(file, "rb") as text:
        return text.read()


class Temporary:
    """The round's folder. A cancelled program must leave none behind, hence outside the round."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.folder: Path | None = None

    def make(self) -> Path:
        with self.lock:
            self.folder = Path(tempfile.mkdtemp(prefix="interleave-file-read-"))
            return self.folder

    def remove(self) -> None:
        with self.lock:
            if self.folder is not None:
                shutil.rmtree(self.folder, ignore_errors=True)
                self.folder = None

    def abandon(self) -> None:
        """For the cancellation, while files may still be written and read: who does so finds them gone, fails, and waits for
        the lock, which is kept until the process ends."""
        self.lock.acquire()
        if self.folder is not None:
            gone = f"{self.folder}.gone"
            os.rename(self.folder, gone)
            shutil.rmtree(gone, ignore_errors=True)


written = Temporary()
