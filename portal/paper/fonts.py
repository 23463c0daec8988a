"""Which faces paper is set in, and the fontconfig file that lets the press see them and nothing misleading.

``lang`` alone makes fontconfig pick the Japanese face, so every locale names its face and the Japanese and Korean ones
are shut out of the press altogether.
"""
from __future__ import annotations

import os
from collections.abc import Mapping
from html import escape
from pathlib import Path

FAMILY = "Huiyin Sans"      # our cut, by `portal.paper.cut`
NOTO = {"zh_Hans": "Noto Sans CJK SC", "zh_Hant": "Noto Sans CJK TC", "en": "Noto Sans CJK SC"}
LAST_RESORT = "DejaVu Sans"
SHUT_OUT = ("Noto Sans CJK JP", "Noto Sans CJK KR", "Noto Serif CJK JP", "Noto Serif CJK KR")
SYSTEM = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))


def family(locale: str) -> str:
    """The CSS font-family list for a locale: our cut where it was made, else Debian's Noto by its exact name."""
    return ", ".join(f'"{name}"' for name in (FAMILY, NOTO[locale], LAST_RESORT))


def fontconfig(target: Path, own: tuple[Path, ...], cache: Path, environ: Mapping[str, str] = os.environ) -> Path:
    """Write the press's fontconfig file to `target` and return it.

    `own` are the folders where our cut may lie, `cache` is a writable folder. A FONTCONFIG_FILE already set (fonts
    unpacked without root) is read too.
    """
    outer = environ.get("FONTCONFIG_FILE", "")
    include = f'<include ignore_missing="yes">{escape(outer)}</include>' if outer and outer != str(target) else ""
    folders = "".join(f"<dir>{escape(str(folder))}</dir>" for folder in (*own, *SYSTEM))
    rejected = "".join(f'<pattern><patelt name="family"><string>{name}</string></patelt></pattern>'
                       for name in SHUT_OUT)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(f'<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n<fontconfig>'
                      f"{include}{folders}<cachedir>{escape(str(cache))}</cachedir>"
                      f"<selectfont><rejectfont>{rejected}</rejectfont></selectfont></fontconfig>\n", "utf-8")
    return target
