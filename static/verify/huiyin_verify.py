#!/usr/bin/env python3
"""Check from outside that what a Huiyin portal published still stands as it was entered. Needs Python 3.8 or newer, nothing else.
  python3 huiyin_verify.py https://portal.example --keep today          check all of it, and keep a copy
  python3 huiyin_verify.py https://portal.example --old yesterday       and that nothing in an earlier copy was changed since
  python3 huiyin_verify.py today --old yesterday                        two copies, without any server
--old also takes a single saved checkpoint; a whole copy lets it name the entry. --key WORD is the portal's key as you know it from
elsewhere; else the key of the earlier copy, else the portal's own word is taken. Ends with 0 when all is well, with 1 and a line
for each fault when it is not, with 2 when it could not be checked."""
import argparse, base64, hashlib, html, json, os, re, sys, urllib.error, urllib.request  # noqa: E401, I001

P, L, MOST = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493, 1 << 30
D = -121665 * pow(121666, P - 2, P) % P
def sha(data):
    return hashlib.sha256(data).digest()
def add(a, b):  # points of the curve of Ed25519 as (x, y, z, xy), after RFC 8032
    s, t, u, v = (a[1] - a[0]) * (b[1] - b[0]), (a[1] + a[0]) * (b[1] + b[0]), 2 * a[3] * b[3] * D, 2 * a[2] * b[2]
    e, f, g, h = t - s, v - u, v + u, t + s
    return e * f % P, g * h % P, f * g % P, e * h % P
def times(n, point):
    found = (0, 1, 1, 0)
    while n:
        found, point, n = add(found, point) if n & 1 else found, add(point, point), n >> 1
    return found
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
    if len(leaves) < 2:
        return leaves[0] if leaves else sha(b"")
    k = 1 << (len(leaves) - 1).bit_length() - 1
    return sha(b"\1" + root(leaves[:k]) + root(leaves[k:]))

class Source:  # a portal by its address, or a folder that an earlier run kept
    def __init__(self, where, keep=None):
        self.where, self.keep, self.is_url = where.rstrip("/"), keep, where.startswith(("http://", "https://"))
    def read(self, path, name=None):
        name = name or path  # the bytes there; None where there is nothing
        try:
            where = self.where + "/" + (path if self.is_url else name)
            with urllib.request.urlopen(where, timeout=60) if self.is_url else open(where, "rb") as file:
                data = file.read(MOST)
        except (urllib.error.HTTPError, FileNotFoundError) as fault:
            if getattr(fault, "code", 404) != 404:
                raise
            return None
        if self.keep:
            os.makedirs(os.path.dirname(self.keep + "/" + name), exist_ok=True)
            with open(self.keep + "/" + name, "wb") as file:
                file.write(data)
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
    if len(entries) != size:
        yield "the checkpoint counts %d entries, but %d are there" % (size, len(entries))
    kept = b"".join(source.tile("0", number, size) for number in range((size + 255) // 256))
    wrong = [place for place in range(len(leaves)) if kept[32 * place:32 * place + 32] != leaves[place]]
    yield from ("%s was changed: its hash is another than the one in the tree" % name(place, entries[place]) for place in wrong)
    if root(leaves) != top and not wrong:
        yield "the signed root is not the root of these entries"
def older(before, old_size, old_top, size, entries):  # what an older checkpoint covered is still there, unchanged
    if size < old_size:
        yield "the ledger was cut back, or an older copy restored: entries %d to %d are gone" % (size, old_size - 1)
        yield from ("%s is gone" % name(place, before[place]) for place in range(size, len(before)))
    changed = [place for place, (one, two) in enumerate(zip(before, entries)) if one != two]
    yield from ("%s was rewritten: it was %s" % (name(place, entries[place]), before[place].decode()) for place in changed)
    if size >= old_size and not changed and root([sha(b"\0" + entry) for entry in entries[:old_size]]) != old_top:
        yield "history was rewritten: one of the entries 0 to %d is not what it was (a kept copy would tell which)" % (old_size - 1)
def results(source, entries):  # the board, each result's page and its line of open data say what was entered last under its number
    current, last = {}, ""
    for place, entry in enumerate(entries):
        told = json.loads(entry) if "unreadable" not in name(place, entry) else {}
        if told.get("index") != place or told.get("at", "") < last:
            yield "%s does not stand where it was entered" % name(place, entry)
        last = told.get("at", last)
        if told.get("kind") in ("result", "withdrawn") and current.pop(told["number"], 1) and "record" in told:
            current[told["number"]] = place, told["record"]
    shown = {line["number"]: line for line in map(json.loads, (source.read("results.jsonl") or b"").splitlines())}
    yield from ("result %s stands on the board but was never entered" % number for number in shown if number not in current)
    for number, (place, record) in current.items():
        leaf, page = source.read("results/%s/leaf" % number), source.read("results/" + number, "results/%s/page.html" % number)
        if leaf is None or page is None or number not in shown:
            yield "%s: the result is gone from the board" % name(place, entries[place])
        elif sha(leaf).hex() != record:
            yield "%s: what is published is not what was entered" % name(place, entries[place])
        else:
            row, text = json.loads(leaf.decode().split("\n", 1)[1]), html.unescape(page.decode())
            said = all(words in text for words in [row["words"], *row["summary"], *(reply["text"] for reply in row["replies"])])
            if not said or row["number"] != number or any(row.get(one, value) != value for one, value in shown[number].items()):
                yield "%s: the page or the open data say something else than was entered" % name(place, entries[place])
def main():
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for word in ("source", "--old", "--key", "--keep"):
        asked.add_argument(word)
    asked = asked.parse_args()
    source, old = Source(asked.source, asked.keep), Source(asked.old) if asked.old and os.path.isdir(asked.old) else None
    own = source.read("ledger/key") or b""
    key = asked.key or ((old.read("ledger/key") if old else None) or own).decode()
    size, top = opened(source.read("ledger/checkpoint") or b"", key)
    entries = list(source.entries(size))
    faults = list(tree(source, size, top, entries))
    if asked.old:
        old_size, old_top = opened(old.read("ledger/checkpoint") if old else open(asked.old, "rb").read(), key)
        faults += older(list(old.entries(old_size)) if old else [], old_size, old_top, size, entries)
    found, rounds = list(results(source, entries)), 9
    while found and rounds and source.is_url and (newer := opened(source.read("ledger/checkpoint") or b"", key))[0] > size:
        fresh, rounds = list(source.entries(newer[0])), rounds - 1  # what was put up meanwhile is under a newer checkpoint
        faults += [*tree(source, *newer, fresh), *older(entries, size, top, newer[0], fresh)]
        (size, top), entries, found = newer, fresh, list(results(source, fresh))
    faults += found
    print("\n".join(faults) or "All is as it was entered: %d entries, root %s." % (size, top.hex()))
    sys.exit(1 if faults else 0)

if __name__ == "__main__":
    try:
        main()
    except (OSError, ValueError, LookupError) as fault:
        print("It could not be checked: %r" % fault)
        sys.exit(2)
