"""`python3 -m kiosk.input`: build the dictionary of the input panel anew from the pinned archives."""

import portal
from portal.kiosk.input import archives, pack

if __name__ == "__main__":
    with archives.fetched() as found:
        made = pack.write(found, portal.ROOT / "static" / "kiosk" / "input")
    print(f"{len(made)} parts of provenance written to static/kiosk/input/provenance.json")
