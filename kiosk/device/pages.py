"""The few pages the terminal shows by itself, in three languages at once: waiting for the portal, and the code to pair with."""

from html import escape
from pathlib import Path

_PAGE = """<!doctype html>
<html lang="zh-Hans"><head><meta charset="utf-8"><meta http-equiv="refresh" content="3"><title>回音</title><style>
html{{height:100%;background:#FAF7F0;color:#1F1D1A;font-family:"Noto Sans CJK SC",sans-serif;user-select:none;cursor:none}}
body{{height:100%;margin:0;display:flex;flex-direction:column;align-items:center;justify-content:center;gap:3vmin}}
body{{text-align:center}}h1{{font-size:6vmin;margin:0}}p{{font-size:3.6vmin;margin:0;line-height:1.5}}
.code{{font-size:16vmin;font-weight:700;letter-spacing:.08em}}
</style></head><body oncontextmenu="return false">{body}</body></html>
"""
_WAITING = (("zh-Hans", "请稍候", "正在连接。等得久了，请到服务台找工作人员。"),
            ("zh-Hant", "請稍候", "正在連線。等得久了，請到服務台找工作人員。"),
            ("en", "One moment, please", "Connecting. If it takes long, please go to the desk."))
_PAIRING = (("zh-Hans", "请在办公页面“终端”里输入这组数字"), ("zh-Hant", "請在辦公頁面「終端機」裡輸入這組數字"),
            ("en", "Type these digits in the office, under Terminals"))


def waiting() -> str:
    """The portal does not answer yet."""
    words = (f'<h1 lang="{lang}">{title}</h1><p lang="{lang}">{text}</p>' for lang, title, text in _WAITING)
    return _PAGE.format(body="".join(words))


def pairing(code: str, server: str) -> str:
    """Six digits in two groups, and which portal they belong to."""
    words = "".join(f'<p lang="{lang}">{text}</p>' for lang, text in _PAIRING)
    digits = f"{escape(code[:3])} {escape(code[3:])}"
    return _PAGE.format(body=f'<h1 class="code">{digits}</h1>{words}<p>{escape(server)}</p>')


def put(folder: Path, page: str) -> str:
    """Write the page into the folder of throw-away things, all at once; its address. It looks for a newer one every three
    seconds."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh, shown = folder / "page.new", folder / "page.html"
    fresh.write_text(page, "utf-8")
    fresh.replace(shown)
    return shown.as_uri()
