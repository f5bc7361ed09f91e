"""An outsider without Hallmark: opens a wrapped key and a sealed batch with nothing but this file and the python3-cryptography package.

usage: outsider.py FOLDER TYPE,TYPE,... LABEL NAME,NAME,...

FOLDER holds wrap, reader.pem, dataset-key (32 bytes), content, tree and fingerprints; TYPEs and NAMEs are those of the columns, LABEL is
the label's place among them. Written after docs/formats/key-wrap.md, sealed.md, content.md and records.md, RFC 9180 and RFC 9162; as plain
and slow as they read. Prints one JSON document, or says on standard error what does not hold and exits 1.
"""
import base64
import hashlib
import hmac
import json
import re
import sys
from pathlib import Path

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand


def require(holds, what):
    if not holds:
        sys.exit(what)


def sha256(data):
    return hashlib.sha256(data).digest()


def mac(key, data):
    return hmac.new(key, data, hashlib.sha256).digest()


def hkdf(secret, salt, info, length=32):
    return HKDF(hashes.SHA256(), length, salt, info.encode()).derive(secret)


def cbor(data, at=0):
    """One item of deterministic CBOR: unsigned integers, byte strings, texts, maps."""
    major, short = data[at] >> 5, data[at] & 31
    at += 1
    if short >= 24:
        size = 1 << (short - 24)
        short, at = int.from_bytes(data[at:at + size], "big"), at + size
    if major == 0:
        return short, at
    if major == 2:
        return data[at:at + short], at + short
    if major == 3:
        return data[at:at + short].decode(), at + short
    require(major == 5, "cbor")
    found = {}
    for _ in range(short):
        key, at = cbor(data, at)
        found[key], at = cbor(data, at)
    return found, at


# key-wrap.md

def extract(suite, salt, label, material):
    return mac(salt or bytes(32), b"HPKE-v1" + suite + label + material)


def expand(suite, key, label, info, length):
    return HKDFExpand(hashes.SHA256(), length, length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info).derive(key)


def unwrap(wrap, pem):
    body = re.search("-----BEGIN HALLMARK AGREEMENT KEY-----(.*)-----END HALLMARK AGREEMENT KEY-----", pem, re.S).group(1)
    key = serialization.load_der_private_key(base64.b64decode(body), None)
    wrap, _ = cbor(wrap)
    require(wrap["version"] == 1 and wrap["algorithm"] == 1, "algorithm")
    sent = wrap["encapsulated"]
    agreed = key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sent))
    own = key.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    kem = b"KEM" + b"\x00\x10"
    shared = expand(kem, extract(kem, b"", b"eae_prk", agreed), b"shared_secret", sent + own, 32)
    suite = b"HPKE" + b"\x00\x10" + b"\x00\x01" + b"\x00\x02"
    context = b"\x00" + extract(suite, b"", b"psk_id_hash", b"") + extract(suite, b"", b"info_hash", wrap["context"])
    secret = extract(suite, shared, b"secret", b"")
    gcm = AESGCM(expand(suite, secret, b"key", context, 32))
    fields, _ = cbor(wrap["context"])
    thumbprint = sha256(b"\xa4\x01\x02\x20\x01\x21\x58\x20" + own[1:33] + b"\x22\x58\x20" + own[33:])
    require(fields["reader-key"] == thumbprint, "the wrap names another key")
    return gcm.decrypt(expand(suite, secret, b"base_nonce", context, 12), wrap["sealed"], b""), fields


# sealed.md

def unseal(data, kind, name, secret):
    header = data[:88]
    chunks = int.from_bytes(header[16:24], "big")
    require(header[:16] == b"HMSEALED" + (1).to_bytes(4, "big") + kind.to_bytes(4, "big"), f"header of {name}")
    require(len(data) == 88 + chunks * 65552, f"size of {name}")
    derived = hkdf(secret, header[24:56], "hallmark/sealed/v1/" + name, 64)
    require(derived[32:] == header[56:88], f"commitment of {name}")
    gcm, plain = AESGCM(derived[:32]), b""
    for i in range(chunks):
        nonce = bytes(3) + i.to_bytes(8, "big") + bytes([i == chunks - 1])
        plain += gcm.decrypt(nonce, data[88 + i * 65552:88 + (i + 1) * 65552], header)
    length = int.from_bytes(plain[:8], "big")
    require(not any(plain[8 + length:]), f"padding of {name}")
    return plain[8:8 + length]


def salted(key, what, index, digest):
    return sha256(b"\x00" + mac(key, bytes([what]) + index.to_bytes(8, "big")) + digest)


# content.md, records.md, RFC 9162

def root(leaves):
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return sha256(b"\x01" + root(leaves[:split]) + root(leaves[split:]))


def cells(content, at, types):
    found = []
    for kind in types:
        size = 1 if content[at] == 0 else {"float64": 9, "int64": 9, "boolean": 2}.get(kind) or 5 + int.from_bytes(content[at + 1:at + 5], "big")
        found.append(content[at:at + size])
        at += size
    return found, at


def main(folder, types, label, names):
    folder, types, label, names = Path(folder), types.split(","), int(label), names.split(",")
    secret, context = unwrap((folder / "wrap").read_bytes(), (folder / "reader.pem").read_text())
    content = unseal((folder / "content").read_bytes(), 1, "content", secret)
    tree = unseal((folder / "tree").read_bytes(), 2, "tree", secret)
    count, at, records = int.from_bytes(content[44:52], "big"), 52, []
    for _ in range(count):
        record, at = cells(content, at, types)
        records.append(record)
    require(at == len(content), "the content goes on")
    key = hkdf(secret, b"", "hallmark/batch/v1/salts")
    plain = [sha256(b"\x00" + b"".join(record)) for record in records]
    leaves = [salted(key, 0, i, leaf) for i, leaf in enumerate(plain)]
    digests = [sha256(b"hallmark/column/v1\x00" + name.encode() + b"\x00" + b"".join(record[i] for record in records)) for i, name in enumerate(names)]
    columns = [salted(key, 1, i, digest) for i, digest in enumerate(digests)]
    require(tree == b"".join(leaves + columns), "the tree holds other hashes")
    dataset = (folder / "dataset-key").read_bytes()
    prints = unseal((folder / "fingerprints").read_bytes(), 3, "fingerprints", hkdf(dataset, root(leaves), "hallmark/dataset/v1/fingerprints"))
    whole, rest = hkdf(dataset, b"", "hallmark/dataset/v1/record"), hkdf(dataset, b"", "hallmark/dataset/v1/labelless")
    labelless = [sha256(b"\x00" + b"".join(cell for i, cell in enumerate(record) if i != label)) for record in records]
    expected = sorted(mac(rest, without)[:16] + mac(whole, leaf)[:16] for leaf, without in zip(plain, labelless))
    require(prints == b"HMPRINTS" + (1).to_bytes(4, "big") + count.to_bytes(8, "big") + b"".join(expected), "the fingerprints are of other records")
    print(json.dumps({
        "batch": context["batch"], "reader": context["reader"], "use": context["use-entry"], "records": count,
        "root": root(leaves).hex(), "columns-root": root([sha256(b"\x00" + column) for column in columns]).hex(),
    }))


main(*sys.argv[1:])
