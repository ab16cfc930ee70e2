"""A real browser for pages that act: Chromium without a window, driven over its own protocol. Tests that need it are left out where it is not."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import websocket

PROGRAM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
OPTIONS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--remote-debugging-port=0")
PATIENCE = 60  # seconds
KEYS = {"Tab": 9, "ArrowLeft": 37, "ArrowRight": 39, " ": 32, "Enter": 13}


class Browser:
    """One page. `errors` holds what its scripts have thrown or logged as an error, and what it asked of the network."""

    def __init__(self, address: str):
        self.socket = websocket.create_connection(address, timeout=PATIENCE, suppress_origin=True)
        self.count, self.errors, self.asked = 0, [], []
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: object) -> dict[str, Any]:
        self.count += 1
        self.socket.send(json.dumps({"id": self.count, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self.socket.recv())
            self.note(answer.get("method"), answer.get("params", {}))
            if answer.get("id") == self.count:
                assert "error" not in answer, answer
                return answer["result"]

    def note(self, event: str | None, told: dict[str, Any]) -> None:
        if event == "Runtime.exceptionThrown":
            self.errors.append(told["exceptionDetails"].get("exception", {}).get("description", "an exception"))
        if event == "Log.entryAdded" and told["entry"]["level"] == "error":
            self.errors.append(told["entry"]["text"])
        if event == "Network.requestWillBeSent":
            self.asked.append(told["request"]["url"])

    def js(self, expression: str) -> Any:
        found = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def open(self, address: str) -> None:
        self.call("Page.navigate", url=address)
        until = time.monotonic() + PATIENCE
        while self.js("document.readyState + location.href") != "complete" + address:
            assert time.monotonic() < until, f"{address} does not load"
            time.sleep(0.05)

    def look(self, width: int, height: int = 900, zoom: float = 1, dark: bool = False) -> None:
        """zoom: as a reader zooms a page, which then has so many pixels less."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=round(width / zoom),
            height=round(height / zoom),
            deviceScaleFactor=zoom,
            mobile=False,
        )
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])

    def press(self, key: str) -> None:
        text = {"Enter": "\r", " ": " "}.get(key)
        more = {"text": text} if text else {}
        for kind in ("keyDown" if text else "rawKeyDown", "keyUp"):
            self.call(
                "Input.dispatchKeyEvent",
                type=kind,
                key=key,
                code=key,
                windowsVirtualKeyCode=KEYS[key],
                **(more if "Up" not in kind else {}),
            )

    def picture(self, file: Path) -> None:
        """The whole page as PNG."""
        file.write_bytes(base64.b64decode(self.call("Page.captureScreenshot", captureBeyondViewport=True)["data"]))


@contextmanager
def browser() -> Iterator[Browser]:
    assert PROGRAM
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        with open(os.devnull, "w") as nowhere:
            process = subprocess.Popen([PROGRAM, *OPTIONS, f"--user-data-dir={folder}", "about:blank"], stdout=nowhere, stderr=nowhere)
        try:
            told, until = Path(folder) / "DevToolsActivePort", time.monotonic() + PATIENCE
            while not (told.exists() and told.read_text()):
                assert time.monotonic() < until and process.poll() is None, "Chromium does not start"
                time.sleep(0.05)
            port = told.read_text().split()[0]
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/json", timeout=PATIENCE) as answer:
                page = next(target for target in json.load(answer) if target["type"] == "page")
            made = Browser(page["webSocketDebuggerUrl"])
            yield made
            made.socket.close()
        finally:
            process.terminate()
            process.wait(PATIENCE)
