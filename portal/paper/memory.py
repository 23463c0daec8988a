"""The memory of a process that sets papers: what one paper took is given back before the next one."""
from __future__ import annotations

import contextlib
import ctypes
import gc

M_MMAP_THRESHOLD, LARGE = -3, 1 << 20


def give_back_large() -> None:
    """Let glibc return every block of a MiB and more at once; else copies of whole fonts (20 MB each) stay in its heap for good."""
    with contextlib.suppress(AttributeError):          # another C library
        ctypes.CDLL(None).mallopt(M_MMAP_THRESHOLD, LARGE)


def settle() -> None:
    """What is loaded by now stays: `clear` need not look through it."""
    gc.collect()
    gc.freeze()


def clear() -> None:
    """Let go of what was only held by itself; pages of a document hold each other."""
    gc.collect()
