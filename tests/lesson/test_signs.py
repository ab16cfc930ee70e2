"""The lesson's data: what is drawn, what is read and what is refused, a photo of one's own, and the pictures of all that."""

import base64
import io
import re
import subprocess
import sys
import types
from pathlib import Path

import h5py
import numpy as np
import pytest
from PIL import Image

from resnet_lab import DataError, load_photo, load_signs, plots, predict, signs
from resnet_lab.data import KEYS, Signs

COMMITTED = Path(__file__).parents[2] / "datasets" / "signs.h5"


@pytest.fixture(scope="module")
def drawn():
    return signs.draw_all()


@pytest.fixture
def arrays():
    """A small set that is in order."""
    rng = np.random.default_rng(0)
    return {
        "train_set_x": rng.integers(0, 256, (12, 16, 18, 3), np.uint8),
        "train_set_y": np.arange(12) % 6,
        "test_set_x": rng.integers(0, 256, (6, 16, 18, 3), np.uint8),
        "test_set_y": np.arange(6),
        "list_classes": np.arange(6),
    }


def stored(path, arrays):
    with h5py.File(path, "w") as file:
        for key, array in arrays.items():
            file[key] = array
    return path


# -- drawing -------------------------------------------------------------------------------------------------------------------


def test_the_committed_file_is_what_is_drawn(drawn):
    with h5py.File(COMMITTED) as file:
        assert set(file) == set(KEYS)
        for key in KEYS:
            assert file[key].dtype == drawn[key].dtype
            np.testing.assert_array_equal(file[key][()], drawn[key])


def test_the_readme_has_its_checksums():
    import hashlib

    words = (COMMITTED.parent / "README.md").read_text(encoding="utf-8")
    with h5py.File(COMMITTED) as file:
        digests = [hashlib.sha256(file[key][()].tobytes()).hexdigest() for key in KEYS]
    assert all(digest in words for digest in [hashlib.sha256(COMMITTED.read_bytes()).hexdigest(), *digests])


def test_the_same_arrays_give_the_same_bytes(tmp_path, drawn):
    few = {key: array[:20] for key, array in drawn.items()}
    for name in ("a", "b"):
        signs.write(tmp_path / name / "signs.h5", few)
    assert (tmp_path / "a" / "signs.h5").read_bytes() == (tmp_path / "b" / "signs.h5").read_bytes()
    assert [p.name for p in (tmp_path / "a").iterdir()] == ["signs.h5"]


def test_a_write_that_fails_leaves_the_old_file(tmp_path):
    path = tmp_path / "signs.h5"
    path.write_text("old")
    with pytest.raises(TypeError):
        signs.write(path, {"train_set_x": np.array([object()])})
    assert path.read_text() == "old" and list(tmp_path.iterdir()) == [path]


def test_classes_are_balanced_shuffled_and_all_different(drawn):
    for part, each in (("train", 180), ("test", 20)):
        labels = drawn[f"{part}_set_y"]
        assert np.bincount(labels).tolist() == [each] * 6 and (np.diff(labels) < 0).any()
    images = np.concatenate([drawn["train_set_x"], drawn["test_set_x"]])
    assert images.dtype == np.uint8 and images.shape == (1200, 64, 64, 3)
    assert len({image.tobytes() for image in images}) == 1200
    assert all(image.std() > 5 for image in images)


@pytest.mark.parametrize("digit", range(6))
def test_every_way_shows_that_many_fingers(digit):
    assert all(len(set(way)) == digit for way, _ in signs.WAYS[digit])
    assert sum(odds for _, odds in signs.WAYS[digit]) == pytest.approx(1)


def test_the_whole_hand_is_in_the_picture():
    rng = np.random.default_rng(1)
    for _ in range(100):
        hand, arm = signs.hand((0, 1, 2, 3, 4), rng)
        for bar in signs.placed(hand, arm, rng)[: len(hand)]:
            assert min(bar.a.min() - bar.r_a, bar.b.min() - bar.r_b) >= 0
            assert max(bar.a.max() + bar.r_a, bar.b.max() + bar.r_b) <= signs.SIZE


# -- reading -------------------------------------------------------------------------------------------------------------------


def test_the_file_is_found_above_the_notebook(monkeypatch, tmp_path, drawn):
    (tmp_path / "datasets").mkdir()
    (tmp_path / "assignment" / "residual_networks").mkdir(parents=True)
    stored(tmp_path / "datasets" / "signs.h5", {key: array[:9] for key, array in drawn.items()})
    monkeypatch.chdir(tmp_path / "assignment" / "residual_networks")
    assert len(load_signs().train_x) == 9


def test_without_a_file_the_images_are_drawn(monkeypatch, tmp_path, drawn):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(signs, "draw_all", lambda: drawn)
    np.testing.assert_array_equal(load_signs().test_x, drawn["test_set_x"])
    assert not list(tmp_path.iterdir())


def test_the_well_known_two_files(tmp_path, arrays):
    """One for training and one for testing, both with the classes, labels as rows."""
    paths = []
    for part in ("train", "test"):
        half = {key: array for key, array in arrays.items() if key.startswith(part)} | {"list_classes": arrays["list_classes"]}
        half[f"{part}_set_y"] = half[f"{part}_set_y"][None]
        paths.append(stored(tmp_path / f"{part}_signs.h5", half))
    read = load_signs(*map(str, paths))
    assert read.train_y.shape == (12,) and read.test_y.shape == (6,) and read.test_y.dtype == np.int64
    np.testing.assert_array_equal(read.train_x, arrays["train_set_x"])
    assert repr(read) == "Signs: 12 images to train on and 6 to test with, 16×18 pixels, classes 0, 1, 2, 3, 4, 5"


@pytest.mark.parametrize(
    "content, message",
    [
        (None, r"there is no such file in .*; an HDF5 file was expected"),
        ("folder", "this is a folder; an HDF5 file was expected"),
        (b"", "not an HDF5 file but empty"),
        (b"hello world", "not an HDF5 file but text that begins with 'hello world'"),
        (b"\x89PNG\r\n\x1a\n", "not an HDF5 file but one that begins with the bytes 89 50 4e 47"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "only a pointer that Git LFS left .* `git lfs pull`"),
    ],
    ids=["missing", "folder", "empty", "text", "binary", "pointer"],
)
def test_what_is_no_such_file(tmp_path, content, message):
    path = tmp_path / "signs.h5"
    if content == "folder":
        path.mkdir()
    elif content is not None:
        path.write_bytes(content)
    refused(message, path)


def refused(message, *paths):
    """The error names the file, says it in one sentence, and brings no other traceback with it."""
    with pytest.raises(DataError, match=message) as error:
        load_signs(*paths)
    assert str(paths[-1]) in str(error.value) and "\n" not in str(error.value)
    assert error.value.__cause__ is None and (error.value.__context__ is None or error.value.__suppress_context__)
    assert error.value._render_traceback_() == [str(error.value)]


@pytest.mark.parametrize("share", [0.3, 0.9])
def test_a_file_that_was_cut_off(tmp_path, arrays, share):
    path = stored(tmp_path / "signs.h5", arrays)
    path.write_bytes(path.read_bytes()[: int(share * path.stat().st_size)])
    refused("cut off or damaged", path)


@pytest.mark.parametrize(
    "change, message",
    [
        ({"test_set_y": None}, r"the key test_set_y expected and not there; found the keys .*train_set_x"),
        ({"test_set_x": None, "list_classes": None}, "the keys test_set_x, list_classes expected and not there"),
        ({"train_set_x": np.zeros((12, 16, 18, 3))}, "key train_set_x: found numbers of type float64; expected uint8"),
        (
            {"train_set_x": np.zeros((12, 972), np.uint8)},
            r"key train_set_x: found the shape \(12, 972\); expected \(images, height, width, 3\)",
        ),
        ({"test_set_x": np.zeros((6, 16, 18, 1), np.uint8)}, r"key test_set_x: found the shape \(6, 16, 18, 1\)"),
        ({"test_set_x": np.zeros((0, 16, 18, 3), np.uint8)}, "key test_set_x: found no image; expected at least one"),
        ({"test_set_x": np.zeros((6, 8, 8, 3), np.uint8)}, "key test_set_x: found images of 8×8 pixels; expected at least 16×16"),
        ({"test_set_x": np.zeros((6, 32, 32, 3), np.uint8)}, "images in test_set_x are 32×32 and those in train_set_x 16×18; one size"),
        ({"train_set_y": np.arange(12) % 7}, "key train_set_y: found labels from 0 to 6; expected 0 to 5, for list_classes has 6"),
        ({"train_set_y": np.arange(12) - 7}, "key train_set_y: found labels from -7 to 4"),
        ({"train_set_y": np.ones(12)}, "key train_set_y: found labels of type float64; expected integers"),
        ({"train_set_y": np.ones((12, 6), int)}, r"key train_set_y: found the shape \(12, 6\); expected \(12,\) or \(1, 12\)"),
        ({"test_set_y": np.arange(5)}, "key test_set_y: found 5 labels for 6 images; expected one for each"),
        ({"list_classes": np.array([b"cat", b"dog"])}, r"key list_classes: found \|S3 of shape \(2,\); expected two or more integers"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_what_a_file_may_not_hold(tmp_path, arrays, change, message):
    arrays = {key: array for key, array in (arrays | change).items() if array is not None}
    refused(message, stored(tmp_path / "signs.h5", arrays))


def test_other_keys(tmp_path):
    refused(
        "found the keys images, labels; expected train_set_x or", stored(tmp_path / "a.h5", {"images": np.zeros(3), "labels": np.zeros(3)})
    )


def test_a_key_in_two_files(tmp_path, arrays):
    refused("the key train_set_x is in .*a.h5 too", stored(tmp_path / "a.h5", arrays), stored(tmp_path / "b.h5", arrays))


def test_importing_is_quick():
    code = "import sys, resnet_lab; from resnet_lab import load_signs; sys.exit(bool({'tensorflow', 'keras', 'matplotlib'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_name_that_is_not_there():
    import resnet_lab

    with pytest.raises(AttributeError, match="has no attribute 'load_cats'"):
        _ = resnet_lab.load_cats


# -- a photo of one's own ------------------------------------------------------------------------------------------------------


def halves(width=120, height=80):
    """Left red, right blue."""
    picture = np.zeros((height, width, 3), np.uint8)
    picture[:, : width // 2, 0] = picture[:, width // 2 :, 2] = 255
    return Image.fromarray(picture)


def test_a_photo_is_cut_to_its_middle(tmp_path):
    halves().save(tmp_path / "hand.png")
    photo = load_photo(tmp_path / "hand.png")
    assert photo.shape == (64, 64, 3) and photo.dtype == np.uint8
    np.testing.assert_array_equal(photo[:, :30], np.broadcast_to((255, 0, 0), (64, 30, 3)))
    np.testing.assert_array_equal(photo[:, 34:], np.broadcast_to((0, 0, 255), (64, 30, 3)))
    assert load_photo(str(tmp_path / "hand.png"), size=32).shape == (32, 32, 3)


def test_a_photo_is_turned_upright(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: a quarter to the right
    halves().save(tmp_path / "hand.jpg", exif=exif, quality=95)
    photo = load_photo(tmp_path / "hand.jpg").astype(int)
    assert photo[5, 32, 0] > 200 and photo[-5, 32, 2] > 200


@pytest.mark.parametrize("mode", ["L", "LA", "P", "CMYK", "1"])
def test_other_kinds_of_pictures(tmp_path, mode):
    halves().convert(mode).save(tmp_path / ("hand.jpg" if mode == "CMYK" else "hand.png"))
    assert load_photo(next(tmp_path.iterdir())).shape == (64, 64, 3)


def test_what_is_transparent_is_white(tmp_path):
    Image.new("RGBA", (70, 70), (255, 0, 0, 0)).save(tmp_path / "hand.png")
    assert load_photo(tmp_path / "hand.png").min() == 255


def test_photos_that_cannot_be_opened(tmp_path):
    with pytest.raises(DataError, match="there is no such file in"):
        load_photo(tmp_path / "hand.jpg")
    with pytest.raises(DataError, match="there is no such file in"):
        load_photo(tmp_path)
    for content in (b"", b"no picture"):
        (tmp_path / "hand.txt").write_bytes(content)
        with pytest.raises(DataError, match=r"hand.txt: this is not a picture .* JPEG or PNG file was expected"):
            load_photo(tmp_path / "hand.txt")
    for suffix in ("jpg", "png"):
        path = tmp_path / f"hand.{suffix}"
        Image.fromarray(np.random.default_rng(0).integers(0, 256, (80, 80, 3), np.uint8)).save(path)
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        with pytest.raises(DataError, match=f"hand.{suffix}: the picture is cut off or damaged"):
            load_photo(path)


def colab(monkeypatch, chosen):
    files = types.SimpleNamespace(upload=lambda: chosen)
    modules = {"google": types.ModuleType("google"), "google.colab": types.SimpleNamespace(files=files)}
    for name, module in modules.items():
        monkeypatch.setitem(sys.modules, name, module)


@pytest.mark.parametrize("brand", [b"heic", b"mif1"])
def test_an_iphone_s_photo_is_to_be_exported(brand, tmp_path):
    """Whatever it is called."""
    path = tmp_path / "hand.jpg"
    path.write_bytes(b"\0\0\0\x18ftyp" + brand + b"\0" * 40)
    with pytest.raises(DataError, match=r"hand.jpg: this is a HEIC photo, .* Export it as JPEG"):
        load_photo(path)


def test_a_photo_from_the_dialog_of_colab(monkeypatch):
    file = io.BytesIO()
    halves().save(file, "PNG")
    colab(monkeypatch, {"hand.png": file.getvalue()})
    assert load_photo().shape == (64, 64, 3)
    colab(monkeypatch, {"notes.txt": b"text"})
    with pytest.raises(DataError, match=r"notes.txt: this is not a picture"):
        load_photo()
    colab(monkeypatch, {})
    with pytest.raises(DataError, match="No file was chosen"):
        load_photo()


def test_a_photo_without_a_path_elsewhere():
    with pytest.raises(DataError, match=r'Say which photo: load_photo\("hand.jpg"\)'):
        load_photo()


def test_probabilities_of_a_photo():
    import keras

    X = keras.Input((64, 64, 3))
    model = keras.Model(X, keras.layers.Dense(6, activation="softmax")(keras.layers.GlobalAveragePooling2D()(X)))
    image = np.full((64, 64, 3), 9, np.uint8)
    p = predict(model, image, np.arange(6))
    assert p.shape == (6,) and p.sum() == pytest.approx(1)
    np.testing.assert_allclose(p, model.predict(image[None], verbose=0)[0], rtol=1e-5)
    with pytest.raises(DataError, match=r"shape \(32, 32, 3\); this model takes \(64, 64, 3\)"):
        predict(model, image[:32, :32], np.arange(6))
    with pytest.raises(DataError, match="gives 6 probabilities; there are 10 classes"):
        predict(model, image, np.arange(10))


# -- pictures ------------------------------------------------------------------------------------------------------------------


def pictures():
    rng = np.random.default_rng(0)
    x, y = rng.integers(0, 256, (30, 64, 64, 3), np.uint8), np.arange(30) % 6
    data = Signs(x, y, x, y, np.arange(6))
    p = np.full((30, 6), 0.1)
    p[np.arange(30), y] = 0.5
    wrong = p.copy()
    wrong[4], wrong[9] = np.eye(6)[0] * 0.7 + 0.05, np.eye(6)[1] * 0.88 + 0.02
    history = {"loss": [1.8, 0.5], "accuracy": [0.2, 0.9], "test_loss": [2.0, 0.6], "test_accuracy": [0.25, 0.85]}
    return {
        "samples": (plots.samples(data, 3), "6 rows, one for each class"),
        "curves": (plots.curves(history), "from 25 % to 85 % in 2 epochs"),
        "confusion": (
            plots.confusion(y, wrong.argmax(axis=1), data.classes),
            "28 of 30 are right.*3 taken for 1, once|4 taken for 0, once",
        ),
        "worst": (plots.worst(x, y, wrong), r"3 taken for 1 \(90 %\), 4 taken for 0 \(75 %\)"),
        "no errors": (plots.worst(x, y, p), "there is no error to show"),
        "probabilities": (plots.probabilities(x[0], wrong[4], data.classes), r"0: 75 %, 1: 5 %"),
    }


@pytest.mark.parametrize("name", ["samples", "curves", "confusion", "worst", "no errors", "probabilities"])
def test_a_picture_shows_itself_with_words(name):
    shown, words = pictures()[name]
    html = shown._repr_html_()
    dark, alt, data = re.fullmatch(
        r'(<style>[^<]*</style><img class="resnet-figure"|<img) width="\d+" alt="([^"]+)" src="data:image/png;base64,([^"]+)" style="[^"]+">(?:<div.*</div>)?',
        html,
    ).groups()
    assert re.search(words, alt)
    assert dark.startswith("<style>") == (name in ("curves", "confusion", "no errors"))  # photos keep their colours on a dark page
    image = Image.open(io.BytesIO(base64.b64decode(data)))
    assert image.format == "PNG" and min(image.size) > 100
    assert repr(shown) == str(shown) == shown.words


def test_pictures_do_not_depend_on_the_notebook():
    """Nor do they leave a figure open, which would be shown twice."""
    import matplotlib.style
    from matplotlib import pyplot

    before = pictures()["curves"][0].png()
    with matplotlib.style.context("dark_background"):
        assert pictures()["curves"][0].png() == before
    assert not pyplot.get_fignums()
