"""What a keyboard, a scanner or a five-key pad may type at the terminal: signs, Tab, Enter, Backspace, arrows. There is no Ctrl,
no Alt, no function key and no media key, below the browser: with them Chromium opens windows even in kiosk mode (K62, measured).

The five-key pad's two other keys stay: where a board says Escape and F1, this one says Execute and Help. To Chromium both are keys
without a meaning, to keys.js they are the way back and the call for a person (K57). Not every idle sign will do: Cancel is taken for
Escape by its place, Undo loads the page anew (measured)."""

NAME = "huiyin"
_KEYPAD = {"KP0": "0", "KP1": "1", "KP2": "2", "KP3": "3", "KP4": "4", "KP5": "5", "KP6": "6", "KP7": "7", "KP8": "8", "KP9": "9",
           "KPDL": "period", "KPSU": "minus", "KPAD": "plus", "KPMU": "asterisk", "KPDV": "slash", "KPEN": "KP_Enter"}
_OTHERS = {"TAB": "Tab, ISO_Left_Tab", "RTRN": "Return", "BKSP": "BackSpace", "SPCE": "space", "LFSH": "Shift_L", "RTSH": "Shift_R",
           "UP": "Up", "DOWN": "Down", "LEFT": "Left", "RGHT": "Right", "HOME": "Home", "END": "End", "DELE": "Delete",
           "PGUP": "Prior", "PGDN": "Next",
           "ESC": "Execute", "FK01": "Help", "HELP": "Help"}
# Every other key of a board says Scroll Lock. Left without a sign, Chromium goes by its place: F7 stays F7 (measured).
_MUTE = ("LCTL", "RCTL", "LALT", "RALT", "LWIN", "RWIN", "LVL3", "MDSW", "META", "ALT", "SUPR", "HYPR", "COMP", "PRSC",
         "INS", "CAPS", "NMLK", "SCLK", "PAUS", "MUTE", "VOL-", "VOL+", "POWR", "STOP", "AGAI", "PROP", "UNDO", "FRNT", "COPY",
         "OPEN", "PAST", "FIND", "CUT", "KATA", "HIRA", "HENK", "HKTG", "MUHE", "HNGL", "HJCV",
         *(f"FK{number:02d}" for number in range(2, 25)), *(f"I{number}" for number in range(120, 256)))


def symbols() -> str:
    """The keys, as XKB symbols; what is not named here does nothing."""
    named = _OTHERS | _KEYPAD | dict.fromkeys(_MUTE, "Scroll_Lock")
    keys = "\n".join(f"  key <{key}> {{ [ {signs} ] }};" for key, signs in named.items())
    return (f'default partial alphanumeric_keys modifier_keys\nxkb_symbols "basic" {{\n  include "us(basic)"\n{keys}\n'
            "  modifier_map Shift { Shift_L, Shift_R };\n};\n")


def rules() -> str:
    """The rules that make these keys all there is, whatever keyboard is plugged in."""
    return (f"! model = keycodes\n  * = evdev+aliases(qwerty)\n\n! model layout = symbols\n  * * = {NAME}(basic)\n\n"
            "! model = types\n  * = complete\n\n! model = compat\n  * = complete\n")


def keymap() -> str:
    """The same as one keymap, for an X server (`xkbcomp`)."""
    return ('xkb_keymap { xkb_keycodes { include "evdev+aliases(qwerty)" }; xkb_types { include "complete" }; '
            f'xkb_compat {{ include "complete" }}; xkb_symbols {{ include "{NAME}(basic)" }}; }};\n')
