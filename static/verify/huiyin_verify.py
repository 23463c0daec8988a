#!/usr/bin/env python3
"""Check from outside that what a Huiyin portal published still stands as it was entered. Needs Python 3.8 or newer, nothing else.
  python3 huiyin_verify.py https://portal.example --keep today          check all of it, and keep a copy
  python3 huiyin_verify.py https://portal.example --old yesterday       and that nothing in an earlier copy was changed since
  python3 huiyin_verify.py today --old yesterday                        two copies, without any server
--old also takes a single saved checkpoint; a whole copy lets it name the entry. --key WORD is the portal's key as you know it; else
that of the earlier copy, else the portal's own is taken. --receipt "NUMBER DAY TIME MARK" of a receipt tells which entry shows when
that matter was accepted. Ends with 0 when all is well, 1 and a line for each fault when not, 2 when it could not be checked."""
import argparse, base64, hashlib, html, json, os, pathlib, re, sys, urllib.error, urllib.request  # noqa: E401, I001
SAID = "words text number sent cause responsibility measures title place reasons to answer situation practice effect plans".split()
KINDS = "result withdrawn trace taken_down concern motion motion_answer report hidden".split()  # of something that has a page
P, L, MOST = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493, 1 << 30
D = -121665 * pow(121666, P - 2, P) % P
sha = lambda data: hashlib.sha256(data).digest()  # noqa: E731
def add(a, b):  # points of the curve of Ed25519 as (x, y, z, xy), after RFC 8032
    s, t, u, v = (a[1] - a[0]) * (b[1] - b[0]), (a[1] + a[0]) * (b[1] + b[0]), 2 * a[3] * b[3] * D, 2 * a[2] * b[2]
    e, f, g, h = t - s, v - u, v + u, t + s
    return e * f % P, g * h % P, f * g % P, e * h % P
def times(n, point):
    rest = times(n >> 1, add(point, point)) if n else (0, 1, 1, 0)
    return add(rest, point) if n & 1 else rest
def point(raw):
    y = int.from_bytes(raw, "little") & (1 << 255) - 1
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * pow(2, (P - 1) // 4, P) % P
    if x * x % P != square or y >= P:
        raise ValueError("no point of the curve")
    return (x, y, 1, x * y) if x & 1 == raw[31] >> 7 else (P - x, y, 1, (P - x) * y)
BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
def is_signed(key, text, proof):
    s, h = int.from_bytes(proof[32:], "little"), int.from_bytes(hashlib.sha512(proof[:32] + key + text).digest(), "little") % L
    a, b = times(s, BASE), add(point(proof[:32]), times(h, point(key)))
    return len(proof) == 64 and s < L and (a[0] * b[2] - b[0] * a[2]) % P == (a[1] * b[2] - b[1] * a[2]) % P == 0
def opened(note, word):  # size and root of a checkpoint that the key signed
    name, hashed, key = word.strip().split("+", 2)
    text, _, below = note.decode().partition("\n\n")
    for by, proof in re.findall("^— (\\S+) (\\S+)$", below, re.M):
        raw = base64.b64decode(proof)
        if by == name and raw[:4].hex() == hashed and is_signed(base64.b64decode(key)[1:], (text + "\n").encode(), raw[4:]):
            return int(text.split("\n")[1]), base64.b64decode(text.split("\n")[2])
    sys.exit("The checkpoint is not signed by %s: another portal, or another key." % name)
def root(leaves):  # RFC 9162: a node is hashed with 1 before it, a leaf with 0
    k = 1 << max(len(leaves) - 1, 1).bit_length() - 1
    return sha(b"\1" + root(leaves[:k]) + root(leaves[k:])) if len(leaves) > 1 else leaves[0] if leaves else sha(b"")
class Source:  # a portal by its address, or a folder that an earlier run kept
    def __init__(self, where, keep=None):
        self.where, self.keep, self.is_url, self.failed = where.rstrip("/"), keep, where.startswith(("http://", "https://")), {}
    def read(self, path, name=None):
        name, where = name or path, self.where + "/" + (path if self.is_url else name or path)  # None where nothing stands
        try:
            with urllib.request.urlopen(where, timeout=60) if self.is_url else open(where, "rb") as file:
                data = file.read(MOST)
        except (urllib.error.HTTPError, FileNotFoundError) as fault:
            if (code := getattr(fault, "code", 404)) not in (404, 410) and (code < 500 or path.startswith("ledger/")):
                raise
            return self.failed.update({path: "/%s could not be read: the server answers %d" % (path, code)} if code >= 500 else {})
        if self.keep:
            os.makedirs(os.path.dirname(self.keep + "/" + name), exist_ok=True)
            pathlib.Path(self.keep, name).write_bytes(data)
        return data
    def tile(self, what, number, size):
        width, part = min(256, size - 256 * number), "%03d" % (number % 1000)
        while number := number // 1000:
            part = "x%03d/" % (number % 1000) + part
        return self.read("ledger/tile/%s/%s" % (what, part) + (".p/%d" % width if width < 256 else "")) or b""
    def entries(self, size):
        for number in range((size + 255) // 256):
            data, at = self.tile("entries", number, size), 0
            while at < len(data):
                start, at = at + 2, at + 2 + int.from_bytes(data[at:at + 2], "big")
                yield data[start:at]
def name(place, entry):
    told = re.search('"kind":"([a-z_]{1,24})","number":"([A-Z0-9-]{1,24})"', entry.decode("utf-8", "replace"))
    return "entry %d (%s)" % (place, " ".join(told.groups()) if told else "unreadable")
def tree(source, size, top, entries):  # the entries are those that were hashed and signed
    leaves = [sha(b"\0" + entry) for entry in entries]
    yield from ["the checkpoint counts %d entries, but %d are there" % (size, len(entries))] if len(entries) != size else []
    kept = b"".join(source.tile("0", number, size) for number in range((size + 255) // 256))
    wrong = [place for place in range(len(leaves)) if kept[32 * place:32 * place + 32] != leaves[place]]
    yield from ("%s was changed: its hash is another than the one in the tree" % name(place, entries[place]) for place in wrong)
    if root(leaves) != top and not wrong:
        yield "the signed root is not the root of these entries"
def older(before, old_size, old_top, size, entries):  # what an older checkpoint covered is still there, unchanged
    cut = "the ledger was cut back, or an older copy restored: entries %d to %d are gone" % (size, old_size - 1)
    yield from [cut] if size < old_size else []
    yield from ("%s is gone" % name(place, before[place]) for place in range(min(size, len(entries)), len(before)))
    changed = [place for place, (one, two) in enumerate(zip(before, entries)) if one != two]
    yield from ("%s was rewritten: it was %s" % (name(place, entries[place]), before[place].decode()) for place in changed)
    if size >= old_size and not changed and root([sha(b"\0" + entry) for entry in entries[:old_size]]) != old_top:
        yield "history was rewritten: one of the entries 0 to %d is not what it was (a kept copy would tell which)" % (old_size - 1)
def accepted(receipt, entries):  # the entry that holds what this receipt says and its mark hides
    number, day, hour, mark = receipt.split(None, 3)
    record = sha(("%s\n%s %s %s\n" % (mark.replace(" ", "").upper(), number, day, hour)).encode()).hex()
    found = [place for place, entry in enumerate(entries) if b'"record":"%s"' % record.encode() in entry]
    yield from [] if found else ["no entry says that %s was accepted on %s at %s" % (number, day, hour)]
    said = ("%s, entered at %s" % (name(place, entries[place]), json.loads(entries[place])["at"]) for place in found)
    print("".join("%s was accepted on %s at %s: %s.\n" % (number, day, hour, one) for one in said), end="")
def results(source, entries):  # board, page and open data of all that is published say what was entered last
    current, last, files = {}, "", ("results.jsonl", "concerns.jsonl", "reports.jsonl")
    for place, entry in enumerate(entries):
        told = json.loads(entry) if "unreadable" not in name(place, entry) else {}
        if told.get("index") != place or told.get("at", "") < last:
            yield "%s does not stand where it was entered" % name(place, entry)
        last = told.get("at", last)
        if told.get("kind") in KINDS and current.pop(told["number"], 1) and "record" in told:
            current[told["number"]] = place, told["record"], told["kind"] != "trace"
    shown = {line["number"]: line for file in files for line in map(json.loads, (source.read(file) or b"").splitlines())}
    yield from ("%s stands on the board but was never entered" % one for one in shown if not current.get(one, (0, 0, 0))[2])
    for number, (place, record, listed) in current.items():
        at = "results/" + number if number.count("-") > 1 else number.lower().replace("-", "s/")
        leaf, page = source.read(at + "/leaf"), source.read(at, at + "/page.html")
        if leaf is None or page is None or listed > (number in shown or not source.failed.keys().isdisjoint(files)):
            yield from () if {at, at + "/leaf"} & source.failed.keys() else [name(place, entries[place]) + ": gone from the board"]
        elif sha(leaf).hex() != record:
            yield "%s: what is published is not what was entered" % name(place, entries[place])
        else:
            row, text = json.loads(leaf.decode().split("\n", 1)[1]), html.unescape(page.decode())
            slips, seen = row.get("supervision", {}).get("slips", ()), shown.get(number, {})
            told = [row, row.get("rating", {}), *row.get("replies", ()), *slips, *(slip.get("words", {}) for slip in slips)]
            words = [one[key] for one in told for key in SAID if isinstance(one.get(key), str)] + row.get("summary", [])
            words += row.get("signed", []) + ['id="%s">%d<' % figure for figure in row.get("figures", {}).items()]
            if not all(one in text for one in words) or row["number"] != number or {**row, **seen} != {**seen, **row}:
                yield "%s: the page or the open data say something else than was entered" % name(place, entries[place])
def main():
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for word in ("source", "--old", "--key", "--keep", "--receipt"): asked.add_argument(word)  # noqa: E701
    asked = asked.parse_args()
    source, old = Source(asked.source, asked.keep), Source(asked.old) if asked.old and os.path.isdir(asked.old) else None
    own, before = source.read("ledger/key") or b"", old.read("ledger/key") if old else None
    key = asked.key or (before or own).decode()
    size, top = opened(source.read("ledger/checkpoint") or b"", key)
    faults = list(tree(source, size, top, entries := list(source.entries(size))))
    if asked.old:
        old_size, old_top = opened(old.read("ledger/checkpoint") if old else open(asked.old, "rb").read(), key)
        faults += older(list(old.entries(old_size)) if old else [], old_size, old_top, size, entries)
    found, rounds = list(results(source, entries)), 9
    while found and rounds and source.is_url and (newer := opened(source.read("ledger/checkpoint") or b"", key))[0] > size:
        fresh, rounds = list(source.entries(newer[0])), rounds - 1  # what was put up meanwhile is under a newer checkpoint
        faults += [*tree(source, *newer, fresh), *older(entries, size, top, newer[0], fresh)]
        (size, top), entries, found = newer, fresh, list(results(source, fresh))
    faults += [*found, *source.failed.values(), *(accepted(asked.receipt, entries) if asked.receipt else ())]
    print("\n".join(faults) or "All is as it was entered: %d entries, root %s." % (size, top.hex()))
    sys.exit(1 if faults else 0)
if __name__ == "__main__":
    try:
        main()
    except (OSError, ValueError, LookupError) as fault:
        print("It could not be checked: %r" % fault)
        sys.exit(2)
