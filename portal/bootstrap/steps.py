"""How the set-up shows itself: one line a step with its seconds; the words of a tool only when it failed."""

import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence


class ToolFailed(Exception):
    """A tool did not do its work; the text is its last words."""


def say(text: str) -> None:
    """One line to whoever started this; standard output stays free for the command itself."""
    print(text, file=sys.stderr, flush=True)


@contextlib.contextmanager
def step(title: str) -> Iterator[None]:
    """Show `title` while the block runs, then its seconds."""
    start = time.monotonic()
    print(f"  {title} …", end=" ", file=sys.stderr, flush=True)
    try:
        yield
    except BaseException:
        say(f"not done, {time.monotonic() - start:.1f} s")
        raise
    say(f"{time.monotonic() - start:.1f} s")


def run(command: Sequence[str], env: Mapping[str, str] | None = None, cwd: str | None = None) -> str:
    """Run a tool quietly and return what it printed; raises ToolFailed with its last lines."""
    try:
        done = subprocess.run(command, env=env, cwd=cwd, stdin=subprocess.DEVNULL, text=True, errors="replace",
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    except OSError as missing:
        raise ToolFailed(f"{command[0]}: {missing.strerror}") from missing
    if done.returncode:
        raise ToolFailed("\n".join(done.stdout.strip().splitlines()[-6:]) or f"{command[0]} ended with {done.returncode}")
    return done.stdout
