"""An outsider without Hallmark: checks a published log over HTTP with nothing but this file and the python3-cryptography package.

usage: outsider.py URL LOG_VKEY AUTHORITY_VKEY WITNESS_VKEY

Written after C2SP signed-note, tlog-checkpoint, tlog-tiles, tlog-cosignature and RFC 9162 section 2.1; as plain and slow as they
read. Prints one JSON document, or says on standard error what does not hold and exits 1.
"""
import base64
import hashlib
import json
import sys
import urllib.request

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519


def require(holds, what):
    if not holds:
        sys.exit(what)


def sha256(data):
    return hashlib.sha256(data).digest()


def fetch(url, path):
    with urllib.request.urlopen(f"{url.rstrip('/')}/{path}", timeout=60) as answer:
        return answer.read()


class Key:
    def __init__(self, vkey):
        self.name, key_id, data = vkey.split("+", 2)
        data = base64.b64decode(data, validate=True)
        self.type, self.public = data[0], data[1:]
        identified = self.public if self.type == 2 else self.name.encode() + b"\n" + data
        self.id = sha256(identified)[:4]
        require(self.id.hex() == key_id, f"key id of {self.name}")

    def verify(self, text, signature):
        if self.type == 1:
            ed25519.Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text)
        elif self.type == 2:
            serialization.load_der_public_key(self.public).verify(signature, text, ec.ECDSA(hashes.SHA256()))
        elif self.type == 4:
            time = int.from_bytes(signature[:8], "big")
            signed = f"cosignature/v1\ntime {time}\n".encode() + text
            ed25519.Ed25519PublicKey.from_public_bytes(self.public).verify(signature[8:], signed)
        else:
            sys.exit(f"key type {self.type}")


def verify_note(note, keys):
    split = note.rindex(b"\n\n") + 1
    text, lines = note[:split], note[split + 1:].decode().splitlines()
    for key in keys:
        found = False
        for line in lines:
            dash, name, data = line.split(" ")
            require(dash == "\u2014", "dash of a signature line")
            data = base64.b64decode(data, validate=True)
            if name == key.name and data[:4] == key.id:
                try:
                    key.verify(text, data[4:])
                except InvalidSignature:
                    sys.exit(f"signature of type {key.type} by {key.name}")
                found = True
        require(found, f"no signature of type {key.type} by {key.name}")
    return text


def tree_root(leaves):
    """RFC 9162 section 2.1.1, over leaf hashes."""
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\x01" + tree_root(leaves[:k]) + tree_root(leaves[k:]))


def tile_path(level, index, width):
    groups = [f"{index % 1000:03}"]
    while index >= 1000:
        index //= 1000
        groups.insert(0, f"x{index % 1000:03}")
    return f"tile/{level}/{'/'.join(groups)}" + ("" if width == 256 else f".p/{width}")


def tiles(level, count):
    for index in range((count + 255) // 256):
        width = min(256, count - index * 256)
        yield tile_path(level, index, width), width


def read_entries(url, size):
    entries = []
    for path, width in tiles("entries", size):
        bundle = fetch(url, path)
        for _ in range(width):
            length = int.from_bytes(bundle[:2], "big")
            require(len(bundle) >= 2 + length, f"{path} ends inside an entry")
            entries.append(bundle[2:2 + length])
            bundle = bundle[2 + length:]
        require(not bundle, f"{path} goes on behind its entries")
    return entries


def check_tiles(url, leaves):
    level, row, read = 0, leaves, 0
    while row:
        for number, (path, width) in enumerate(tiles(level, len(row))):
            expected = b"".join(row[number * 256:number * 256 + width])
            require(fetch(url, path) == expected, f"{path} is not made of the entries")
            read += 1
        row = [tree_root(row[i:i + 256]) for i in range(0, len(row) // 256 * 256, 256)]
        level += 1
    return read


def main():
    url, keys = sys.argv[1], [Key(vkey) for vkey in sys.argv[2:]]
    text = verify_note(fetch(url, "checkpoint"), keys).decode()
    origin, size, root = text.splitlines()[:3]
    require(origin == keys[0].name, "origin")
    entries = read_entries(url, int(size))
    leaves = [sha256(b"\x00" + entry) for entry in entries]
    read = check_tiles(url, leaves)
    require(tree_root(leaves) == base64.b64decode(root, validate=True), "the entries do not lead to the checkpoint's root")
    print(json.dumps({"size": int(size), "root": tree_root(leaves).hex(), "tiles": read}))


main()
