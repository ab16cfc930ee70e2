"""What a submission showed fits on a page, and no mark changes by what is left out."""

from base64 import b64encode

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from nbgrader.utils import determine_grade

from autograder.grading.outputs import OUTPUTS, PIXELS, TEXT, bound, harmless
from autograder.grading.submission import labelled

ERROR = new_output("error", ename="E", evalue="", traceback=["E"])


def png(width: int, height: int, more: int = 4) -> str:
    """The beginning of one."""
    head = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big")
    return b64encode(head + b"\1\0\0\0\0" + bytes(more)).decode()


def jpeg(width: int, height: int) -> str:
    """The same, with what a camera says first."""
    said, frame = b"\xff\xe1\0\x20" + bytes(30), b"\xff\xc2\0\x11\x08" + height.to_bytes(2, "big") + width.to_bytes(2, "big")
    return b64encode(b"\xff\xd8" + said + frame + bytes(10)).decode()


PLOT = new_output("display_data", {"image/png": png(640, 480, 60_000), "text/plain": "<Figure>"})
SMALL = new_output("display_data", {"image/png": png(8, 8)})
DECIDES = {
    "an error": ERROR,
    "a word on stderr": new_output("stream", name="stderr", text="oh"),
    "a number": new_output("execute_result", {"text/plain": "2.5"}),
}


def stream(text, name="stdout"):
    return new_output("stream", name=name, text=text)


def shown(cells):
    return [str(cell.outputs) for cell in cells]


def cell(*outputs):
    made = new_code_cell("1")
    made.outputs = list(outputs)
    return made


def graded(outputs):
    return labelled(cell(*outputs), "asked", 10)


def test_what_is_printed_piece_by_piece_is_one_output():
    outputs = harmless([*map(stream, "abc"), stream("d", "stderr"), stream("e"), stream("f")])
    assert [(o.name, o.text) for o in outputs] == [("stdout", "abc"), ("stderr", "d"), ("stdout", "ef")]


@pytest.mark.parametrize("make", [png, jpeg])
@pytest.mark.parametrize(("size", "kept"), [((640, 480), True), ((7_000, 7_000), True), ((60_000, 60_000), False), ((0, 1), False)])
def test_a_picture_is_no_larger_than_a_browser_has_room_for(make, size, kept):
    for data in (make(*size), " \n" + "\n".join(make(*size))):
        (made,) = harmless([{"output_type": "display_data", "data": {"image/png": data, "image/jpeg": data}}])
        assert ("image/png" in made.data, "image/jpeg" in made.data) == (kept, kept)


@pytest.mark.parametrize("content", [b"GIF89a\xff\xff\xff\xff", b"BM" + bytes(60), b"<svg/>", b"\xff\xd8", b"\xff\xd8\xff", b""])
def test_nothing_else_goes_by_the_name_of_a_picture(content):
    (made,) = harmless([{"output_type": "display_data", "data": {"image/png": b64encode(content).decode()}}])
    assert "image/png" not in made.data


def test_what_is_made_is_valid():
    outputs = harmless(
        [*DECIDES.values(), {"output_type": "display_data", "data": {"text/html": "<p>"}}, *[SMALL] * 250, {"output_type": "error"}]
    )
    nbformat.validate(new_notebook(cells=[new_code_cell("1", outputs=outputs)]))


def test_a_cell_has_so_many_outputs():
    assert harmless([PLOT] * OUTPUTS) == [PLOT] * OUTPUTS  # as nbformat makes them
    cut = harmless([SMALL] * 5000)
    assert len(cut) == OUTPUTS + 1 and "more than 200 outputs" in str(cut[-1])


@pytest.mark.parametrize("output", DECIDES.values(), ids=DECIDES)
def test_what_decides_a_mark_is_kept_wherever_it_comes(output):
    outputs = [*[SMALL] * 250, output, ERROR, *[SMALL] * 250]
    assert determine_grade(graded(harmless(outputs))) == determine_grade(graded(outputs)) != (10, 10)


def test_a_usual_notebook_keeps_everything():
    cells = [cell(stream("x" * 100_000), PLOT, ERROR) for _ in range(19)]
    before = shown(cells)
    bound(cells)
    assert shown(cells) == before


def test_a_notebook_that_shows_too_much_is_cut_and_says_so():
    cells = [cell(stream("x" * 100_000), PLOT) for _ in range(250)]
    bound(cells)
    assert sum(str(cell.outputs).count("x" * 100_000) for cell in cells) == TEXT // 100_000 - 1
    assert sum(cell.outputs.count(PLOT) for cell in cells) == PIXELS // 80_000
    assert all("too much for one page" in text for text in shown(cells)[70:])


def test_colours_and_signs_count_as_what_they_are_in_a_page():
    for text in ("\x1b[31mx" * 16_000, "<" * 100_000, "&" * 100_000):
        cells = [cell(stream(text)) for _ in range(20)]
        bound(cells)
        assert sum("too much" in said for said in shown(cells)) > 10


def test_a_graded_cell_keeps_what_it_shows():
    outputs = [stream("x" * 100_000), PLOT, new_output("execute_result", {"text/plain": "1" * 100_000, "text/html": "<p>card</p>"})]
    cells = [*(cell(*outputs) for _ in range(100)), graded(outputs)]
    bound(cells)
    assert cells[-1].outputs == outputs and "too much" in shown(cells)[-2]
