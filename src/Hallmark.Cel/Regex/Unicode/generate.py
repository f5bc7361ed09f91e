#!/usr/bin/env python3
"""Writes the table of Unicode properties that patterns use.

    generate.py /usr/share/unicode > unicode-15.0.0.txt

Source: UnicodeData.txt, Scripts.txt and CaseFolding.txt of the Unicode Character Database 15.0.0, as Debian 12's package
unicode-data 15.0.0-1 brings them. They are data of Unicode, Inc.; LICENSE.txt beside this file holds their terms, and the table
is a modified form of them. Another version changes what patterns match and so is another version of the rules.
"""
import collections
import pathlib
import re
import sys

EDGE = re.compile(r"<(.+), (First|Last)>")
WIDTH = 130


def categories(folder):
    found = collections.defaultdict(list)
    first = None
    for line in (folder / "UnicodeData.txt").read_text("utf-8").splitlines():
        code, name, category = line.split(";")[:3]
        low = code = int(code, 16)
        edge = EDGE.fullmatch(name)
        if edge and edge[2] == "First":
            first = code
            continue
        if edge:
            low = first
        found[category].append((low, code))
    return found


def scripts(folder):
    found = collections.defaultdict(list)
    for line in (folder / "Scripts.txt").read_text("utf-8").splitlines():
        line = line.split("#")[0].strip()
        if line:
            codes, script = (part.strip() for part in line.split(";"))
            low, _, high = codes.partition("..")
            found[script].append((int(low, 16), int(high or low, 16)))
    return found


def orbits(folder):
    """Sets of code points that simple folding (status C and S) takes to the same one."""
    found = collections.defaultdict(set)
    for line in (folder / "CaseFolding.txt").read_text("utf-8").splitlines():
        fields = [field.strip() for field in line.split("#")[0].split(";")]
        if len(fields) > 2 and fields[1] in "CS":
            target = int(fields[2], 16)
            found[target] |= {target, int(fields[0], 16)}
    return sorted(sorted(orbit) for orbit in found.values())


def merged(ranges):
    result = []
    for low, high in sorted(ranges):
        if result and low == result[-1][1] + 1:
            result[-1][1] = high
        else:
            result.append([low, high])
    return [f"{low:X}" if low == high else f"{low:X}-{high:X}" for low, high in result]


def lines(key, words):
    line = key
    for word in words:
        if len(line) + 1 + len(word) > WIDTH:
            yield line
            line = key
        line += " " + word
    yield line


def main():
    folder = pathlib.Path(sys.argv[1])
    version = re.match(r"# Scripts-([0-9.]+)\.txt", (folder / "Scripts.txt").read_text("utf-8"))[1]
    print(f"# Written by generate.py from the Unicode Character Database {version}: general categories, scripts, simple case folding.")
    print("# Copyright (C) 1991-2022 Unicode, Inc. Modified data; terms of use: LICENSE.txt and https://www.unicode.org/terms_of_use.html")
    for table in (categories(folder), scripts(folder)):
        for name in sorted(table):
            print(*lines(name, merged(table[name])), sep="\n")
    print(*lines("=", ["~".join(f"{code:X}" for code in orbit) for orbit in orbits(folder)]), sep="\n")


main()
