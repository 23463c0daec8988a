"""The memory of a process that sets papers: what one paper took is given back before the next one."""
from __future__ import annotations

import contextlib
import ctypes
import gc

M_MMAP_THRESHOLD, LARGE = -3, 1 << 20
MOST_KEPT = 16 << 20       # bytes of a font file that stays in memory: a weight of our own cut (9 MB), no whole Noto (20 MB)


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


def keep_fonts() -> None:
    """Let WeasyPrint copy a font file out of HarfBuzz once, not for every paper (9 ms each); replaces a name in its module, which a
    test pins. A kept face is referred to, so that no other can come under its address."""
    from weasyprint.pdf import fonts

    kept: dict[int, tuple[object, bytes]] = {}
    read, address = fonts.get_hb_object_data, fonts.ffi.cast

    def once(hb_object, ot_color=None, glyph=None):
        if ot_color is not None:
            return read(hb_object, ot_color, glyph)
        place = int(address("uintptr_t", hb_object))
        if place not in kept:
            data = read(hb_object)
            if not LARGE <= len(data) <= MOST_KEPT:
                return data            # a part of a font, made for this one paper; or more than there is room for
            kept[place] = hb_object, data
        return kept[place][1]

    fonts.get_hb_object_data = once
