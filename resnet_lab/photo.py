"""Your own photo: opens it as the network wants it, and asks a model for its probabilities. Showing them is in plots.py."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from .data import DataError

if TYPE_CHECKING:
    import keras


def load_photo(path: str | Path | None = None, size: int = 64) -> np.ndarray:
    """The middle of a JPEG or PNG file, upright, as uint8 of shape (size, size, 3).

    Without a path, Colab's dialog asks for a file. Raises DataError for a file that cannot be used.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    name, source = uploaded() if path is None else (str(path), Path(path))
    if isinstance(source, Path) and not source.is_file():
        raise DataError(f"{name}: there is no such file in {source.absolute().parent}; a photo was expected.")
    try:
        with Image.open(source) as image:
            upright = ImageOps.exif_transpose(image).convert("RGBA")  # phones store the turn, not the turned picture
    except UnidentifiedImageError:
        if is_heic(source):
            raise DataError(f"{name}: this is a HEIC photo, as iPhones take them. Export it as JPEG, and load that file.") from None
        raise DataError(f"{name}: this is not a picture that can be opened here; a JPEG or PNG file was expected.") from None
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:  # SyntaxError: Pillow's for a broken PNG
        raise DataError(f"{name}: the picture is cut off or damaged; save or send it again. The cause: {error}.") from None
    paper = Image.new("RGBA", upright.size, "white")
    paper.alpha_composite(upright)
    return np.asarray(ImageOps.fit(paper.convert("RGB"), (size, size), Image.Resampling.LANCZOS))


def is_heic(source: Path | io.BytesIO) -> bool:
    """By what its bytes say, whatever the file is called: the brand after `ftyp` (ISO/IEC 23008-12, annex B)."""
    head = source.getvalue()[:12] if isinstance(source, io.BytesIO) else source.read_bytes()[:12]
    return head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")


def uploaded() -> tuple[str, io.BytesIO]:
    """Name and content of the file that Colab's dialog brings."""
    try:
        from google.colab import files
    except ImportError:
        raise DataError('Say which photo: load_photo("hand.jpg"), with a file that lies beside this notebook.') from None
    chosen = files.upload()
    if not chosen:
        raise DataError("No file was chosen: run the cell again and choose a photo.")
    name, content = next(iter(chosen.items()))
    return name, io.BytesIO(content)


def predict(model: keras.Model, image: np.ndarray, classes: np.ndarray) -> np.ndarray:
    """The model's probability for each class: shape (classes,). image: uint8 of shape (height, width, 3).

    Raises DataError where the model was made for other images or another number of classes.
    """
    expected = tuple(model.input_shape[1:])
    if image.shape != expected:
        raise DataError(f"The image has the shape {image.shape}; this model takes {expected}.")
    p = np.asarray(model(image[None].astype("float32"), training=False))[0]
    if len(p) != len(classes):
        raise DataError(f"This model gives {len(p)} probabilities; there are {len(classes)} classes.")
    return p
