"""What the terminal shows while a notebook runs: a line a cell, and what the cell says meanwhile."""

import shutil
import sys
import time

LOG_INTERVAL = 10  # seconds between two progress lines where they can't be redrawn in place


class Progress:
    def __init__(self, cells: int, out=None):
        self.out = out or sys.stdout
        self.tty = self.out.isatty()
        self.cells = cells
        self.label = self.note = self.half = ""
        self.started = self.noted = 0.0
        self.said = False

    def start(self, number: int, source: str) -> None:
        code = next((line.strip() for line in source.splitlines() if line.strip()), "")
        self.label = f"[{number}/{self.cells}] {code[:60]}"
        self.note, self.half, self.said = "", "", False
        self.started = self.noted = time.monotonic()
        if self.tty:
            self.redraw()
        else:
            self.write(self.label)

    def stream(self, text: str) -> None:
        """Lines are kept; what ends in a carriage return, or not at all yet, is shown in place."""
        *lines, self.half = (self.half + text).split("\n")
        for line in lines:
            self.line(line.split("\r")[-1] or line.strip("\r"))
        self.show(self.half)

    def show(self, text: str) -> None:
        """Progress that replaces itself: its last line."""
        lines = [line.strip() for line in text.replace("\r", "\n").split("\n") if line.strip()]
        if not lines:
            return
        self.note = lines[-1]
        if self.tty:
            self.redraw()
        elif time.monotonic() - self.noted >= LOG_INTERVAL:
            self.noted = time.monotonic()
            self.line(self.note)

    def line(self, text: str) -> None:
        if self.tty:
            self.write("\r\033[K    " + text + "\n")
            self.redraw()
        else:
            self.write(("" if self.said else "\n") + "    " + text + "\n")
        self.said = True

    def end(self, outcome: str = "") -> None:
        if self.half:
            self.line(self.half)
        took = f"{time.monotonic() - self.started:.1f} s"
        ending = f"{outcome} after {took}" if outcome else took
        if self.tty:
            self.write(f"\r\033[K{self.label} … {ending}\n")
        else:
            self.write(f"    … {ending}\n" if self.said else f" … {ending}\n")

    def redraw(self) -> None:
        """One line, cut to the terminal's width so that the next one lands on it."""
        if not self.tty:
            return
        text = f"{self.label} … {time.monotonic() - self.started:.0f} s  {self.note}"
        self.write("\r\033[K" + text[: shutil.get_terminal_size().columns - 1])

    def write(self, text: str) -> None:
        self.out.write(text)
        self.out.flush()
