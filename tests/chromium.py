"""A headless Chromium driven over its DevTools protocol: just what the browser tests need, without a driver package."""

import json
import shutil
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

PATIENCE = 60


def executable() -> str | None:
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


class Chromium:
    """`with Chromium() as page:` is one fresh page; what it requests and what its console says is kept."""

    def __init__(self, downloads: Path | None = None):
        self.downloads, self.requests, self.messages = downloads, [], []
        self._number = 0

    def __enter__(self):
        import websocket

        self._folder = tempfile.mkdtemp(prefix="chromium-")
        flags = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--remote-debugging-port=0",
            "--window-size=1280,1000",
        ]
        command = [executable(), *flags, "--no-first-run", f"--user-data-dir={self._folder}", "about:blank"]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        port = self._port()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/list") as answer:
            address = next(p["webSocketDebuggerUrl"] for p in json.load(answer) if p["type"] == "page")
        self._socket = websocket.create_connection(address, suppress_origin=True, timeout=PATIENCE)
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")
        if self.downloads:
            self.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(self.downloads))
        return self

    def __exit__(self, *_):
        self._socket.close()
        self._process.terminate()
        self._process.wait(timeout=20)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _port(self) -> str:
        told = Path(self._folder) / "DevToolsActivePort"
        for _ in range(PATIENCE * 10):
            if told.is_file() and (lines := told.read_text().split()):
                return lines[0]
            time.sleep(0.1)
        raise RuntimeError("Chromium did not start")

    def call(self, method: str, **parameters):
        """Send one command and give its result; events met on the way are kept."""
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._socket.recv())
            if message.get("id") == self._number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']['message']}")
                return message["result"]
            self._keep(message)

    def _keep(self, message: dict) -> None:
        if message.get("method") == "Network.requestWillBeSent":
            self.requests.append(message["params"]["request"]["url"])
        if message.get("method") == "Log.entryAdded":
            self.messages.append(message["params"]["entry"]["text"])

    def run(self, script: str):
        """The value of a JavaScript expression, a promise awaited; runs outside the page's own security policy."""
        result = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in result:
            raise RuntimeError(json.dumps(result["exceptionDetails"])[:500])
        return result["result"].get("value")

    def open(self, address: str) -> None:
        self.call("Page.navigate", url=address)
        self.wait("document.readyState === 'complete'")

    def wait(self, script: str):
        """Poll until the expression is true and give its value."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                if value := self.run(script):
                    return value
            except RuntimeError:  # the page is being replaced
                pass
            time.sleep(0.1)
        raise TimeoutError(f"never true: {script}")

    def follow(self, part: str) -> str:
        """Go on in the tab that was opened with `part` in its address; the whole address."""
        import websocket

        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            with urllib.request.urlopen(f"http://127.0.0.1:{self._port()}/json/list") as answer:
                tabs = [one for one in json.load(answer) if one["type"] == "page" and part in one["url"]]
            if tabs:
                self._socket.close()
                address = tabs[0]["webSocketDebuggerUrl"]
                self._socket = websocket.create_connection(address, suppress_origin=True, timeout=PATIENCE)
                return tabs[0]["url"]
            time.sleep(0.1)
        raise TimeoutError(f"no tab with {part}")

    def click(self, element: str) -> None:
        """Move the mouse to the element that a JavaScript expression finds, and press it, as a hand would."""
        place = self.hover(element)
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **place)

    def hover(self, element: str) -> dict:
        middle = "{ const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2] }"
        box = self.wait(f"(e => {{ if (e) {{ e.scrollIntoView({{block: 'nearest'}}); {middle} }} }})({element})")
        place = {"x": box[0], "y": box[1]}
        self.call("Input.dispatchMouseEvent", type="mouseMoved", **place)
        return place

    def press(self, key: str, code: int) -> None:
        for kind in ("keyDown", "keyUp"):
            text = {"text": "\r"} if key == "Enter" and kind == "keyDown" else {}
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, **text)

    def screenshot(self, path: Path) -> None:
        import base64

        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot")["data"]))
