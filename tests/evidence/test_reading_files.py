"""Files in place of evidence: what one costs to read is bounded, and one that is none is told in a sentence of ours."""

import struct
import time
import zipfile
from io import BytesIO

import numpy as np
import pytest

from autograder.evidence import MAX_BYTES, MAX_FACTS, Evidence, Malformed
from autograder.evidence.source import tree_of

MOST = 2  # seconds of the processor; half a second was measured at most


def head(shape, kind="<f4", order=False) -> bytes:
    text = f"{{'descr': {kind!r}, 'fortran_order': {order}, 'shape': {shape}, }}" if isinstance(shape, tuple) else shape
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text) + 1) + text.encode() + b"\n"


def archive(*files: tuple[str, bytes], extra: bytes = b"") -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for name, data in files:
            info = zipfile.ZipInfo(name)
            info.extra = extra
            file.writestr(info, data)
    return content.getvalue()


def facts(text: str) -> bytes:
    return archive(("facts.npy", head((len(text.encode()),), "|u1") + text.encode()))


def one_again(times: int) -> bytes:
    """One array of 60 MB, which is listed again and again."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        file.writestr("a.npy", head((15_000_000,)) + bytes(60_000_000))
        file.filelist *= times
    return content.getvalue()


def encrypted() -> bytes:
    content = bytearray(facts("{}"))
    for mark, at in ((b"PK\1\2", 8), (b"PK\3\4", 6)):
        content[content.find(mark) + at] |= 1
    return bytes(content)


FILES = {
    "nothing": (b"", "no archive"),
    "a text": (b"10.0", "no archive"),
    "half of it": (facts("{}")[:40], "no archive"),
    "a comment behind it": (facts("{}")[:-2] + b"\3\0abc", "no archive"),
    "one array again and again": (one_again(200), "more than it holds"),
    "one name twice": (archive(("a.npy", head((0,))), ("a", head((0,)))), "two arrays have one name"),
    "too many arrays": (archive(*((f"a{n}.npy", head((0,))) for n in range(12_000))), "too many arrays"),
    "long names": (archive(*((f"{n:060000}", b"") for n in range(12))), "too many arrays"),
    "long extra fields": (archive(*((f"a{n}", b"") for n in range(7)), extra=b"\x99\x99\0\0" * 16_000), "no archive of arrays"),
    "encrypted": (encrypted(), "no archive of arrays"),
    "compressed": (
        (lambda f: (np.savez_compressed(f, facts=np.zeros(10**7, np.uint8)), f.getvalue())[1])(BytesIO()),
        "no archive of arrays",
    ),
    "a head of keys that cannot be compared": (archive(("a.npy", head("{1: 2, 'a': 3}"))), "no archive of arrays"),
    "a head that is no Python": (archive(("a.npy", head("{'descr': "))), "no archive of arrays"),
    "a deep head": (archive(("a.npy", head("(" * 9000))), "no archive of arrays"),
    "a head of minus signs": (archive(("a.npy", head("-" * 9000 + "1"))), "no archive of arrays"),
    "a kind that is none": (archive(("a.npy", head((2,), "((("))), "no archive of arrays"),
    "an array that claims more": (archive(("a.npy", head((10**9,)))), "no archive of arrays"),
    "no facts": (archive(("a.npy", head((0,)))), "no JSON"),
    "facts that are no JSON": (facts("{'a'}"), "no JSON"),
    "deep facts": (facts("[" * 1_000_000), "no JSON"),
    "a number of many digits": (facts('{"version": ' + "9" * 10_000 + "}"), "no JSON"),
    "lists without end": (facts('{"runs": [' + "[]," * 10_000_000 + "0]}"), "too long"),
    "a text of facts": (facts('"x"'), "not an evidence of this version"),
    "another version": (facts('{"version": NaN}'), "not an evidence of this version"),
}


@pytest.mark.parametrize("content, says", FILES.values(), ids=FILES)
def test_a_file_that_is_no_evidence(content, says, tmp_path):
    path = tmp_path / "evidence.npz"
    path.write_bytes(content)
    started = time.process_time()
    with pytest.raises(Malformed, match=says) as raised:
        Evidence.load(path)
    assert time.process_time() - started < MOST
    assert "Error" not in str(raised.value)


def test_the_largest_that_is_saved_can_be_read(tmp_path):
    path = tmp_path / "evidence.npz"
    kept = Evidence({"exercise": "x", "text": "a" * (MAX_FACTS - 100)})
    for _ in range(5000):
        kept.keep(np.zeros(3, np.float32))
    kept.keep(np.zeros(MAX_BYTES // 8, np.float32))
    kept.save(path)
    read = Evidence.load(path)
    assert read.facts == kept.facts and read.arrays.keys() == kept.arrays.keys()


UNREADABLE = ("-" * 19_000 + "1", "a" + ".b" * 9_000, "(" * 19_000, "x = 0x" + "f" * 19_000, "x = " + "9" * 5000, "x\0", "\ud800", "def")


@pytest.mark.parametrize("text", UNREADABLE, ids=range(len(UNREADABLE)))
def test_source_that_cannot_be_walked_or_written_has_no_tree(text):
    assert tree_of(text) is None
    assert Evidence({"source": {"first": 1, "text": text}}).syntax() is None


def test_source_as_it_is_written_has_one():
    brackets = "(1 + " * 40 + "1" + ")" * 40
    assert tree_of(f"x = {[0] * 500} + [{brackets}, {10**100}, 1e999, '\\ud800']") is not None
