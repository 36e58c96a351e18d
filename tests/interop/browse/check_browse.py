#!/usr/bin/env python3
"""`lungseg browse` in headless Chromium, used as a person does: what the canvas shows is what numpy computes from the file, filters and sorting are those of `stats` and `validate`, marks outlive a closed tab and a killed program, and nothing is
asked of anybody else. Then from outside: floods, slow clients, other hosts. With --speed FILE it measures start, slices and memory on a large file.

Needs LUNGSEG_BIN, node, npm (playwright-core and axe-core are taken from there) and Chromium; LUNGSEG_CHROMIUM names another than /usr/bin/chromium."""
import base64
import json
import os
import resource
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from urllib.parse import urlsplit

import numpy as np
import pandas as pd

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from lungseg_peer import BIN, Check, run

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
SAMPLE = os.path.join(ROOT, "samples", "demo.pkl.gz")
CHROMIUM = os.environ.get("LUNGSEG_CHROMIUM", "/usr/bin/chromium")
PACKAGES = ["playwright-core@1.65.1", "axe-core@4.14.1"]
HOSTILE = "<img src=https://example.org/x.png onerror=alert(1)>\"'&</script><script>alert(1)</script>"
TIMES = {}

check = Check("browse")


class Server:
    """`lungseg browse` in a folder of its own."""

    def __init__(self, folder, *arguments):
        started = time.monotonic()
        self.process = subprocess.Popen([BIN, "browse", "--no-open", *arguments], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip()
        self.started = time.monotonic() - started
        self.port = urlsplit(self.url).port
        self.token = self.url.partition("token=")[2]

    def end(self, number=signal.SIGINT):
        self.process.send_signal(number)
        started = time.monotonic()
        out, err = self.process.communicate(timeout=20)
        check.true(f"ends {time.monotonic() - started:.1f} s after signal {number}", time.monotonic() - started < 4)
        return self.process.returncode, out, err

    def ask(self, target="/start.json", host=None, cookie=None, timeout=10):
        """Status and body of a plain request."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=timeout) as client:
            client.sendall(f"GET {target} HTTP/1.1\r\nHost: {host or f'127.0.0.1:{self.port}'}\r\nCookie: lungseg-{self.port}={self.token if cookie is None else cookie}\r\nConnection: close\r\n\r\n".encode())
            got = b""
            while chunk := client.recv(1 << 16):
                got += chunk
        head, _, body = got.partition(b"\r\n\r\n")
        return int(head[9:12] or 0), body

    @property
    def memory(self):
        """Resident memory, MB."""
        with open(f"/proc/{self.process.pid}/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024


def drive(folder, task, url, argument=None):
    started = time.monotonic()
    command = ["node", os.path.join(HERE, "drive_page.mjs"), task, url, CHROMIUM, *([] if argument is None else [argument])]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
    if done.returncode:
        raise RuntimeError(f"drive_page.mjs {task}: {done.stderr.strip()[-1500:]}")
    TIMES[task] = round(time.monotonic() - started, 1)
    facts = json.loads(done.stdout)
    check.equal(f"{task}: console", facts["console"], [])
    check.equal(f"{task}: dialogs", facts["dialogs"], 0)
    own = f"{urlsplit(url).scheme}://{urlsplit(url).netloc}/"
    check.equal(f"{task}: requests elsewhere", [request for request in facts["requests"] if not request.startswith(own)], [])
    return facts


def grey_of(hu, low, high):
    """The definition of a window."""
    grey = np.floor(255 * (np.clip(hu, low, high) - low) / (high - low) + 0.5)
    return np.where(np.isnan(hu), 0, grey).astype(np.uint8)


def check_canvas(name, shown, hu, low, high, inverted=False):
    check.equal(f"{name}: window", (shown["low"], shown["high"]), (low, high))
    check.equal(f"{name}: size, grey", (shown["height"], shown["width"], shown["isGrey"]), (*hu.shape, True))
    grey = np.frombuffer(base64.b64decode(shown["grey"]), np.uint8).reshape(hu.shape)
    expected = grey_of(hu.astype(np.float32).astype(np.float64), low, high)
    check.equal(f"{name}: pixels that differ", int((grey != (255 - expected if inverted else expected)).sum()), 0)


def make_data(folder):
    """The sample with a row that stands twice, HU that are no integers, and a label of markup; two models' predictions."""
    frame = pd.read_pickle(SAMPLE)
    frame = pd.concat([frame, frame.iloc[[5]]], ignore_index=True)
    frame.at[4, "hu_array_old"] = frame.hu_array_old[4] + 0.25
    frame.at[4, "hu_array"] = np.where(frame.hu_array[4] != 0, frame.hu_array_old[4], 0)
    frame.at[2, "label1"] = HOSTILE
    # Lesions of which hu_array keeps nothing, nothing, and a part.
    for row, share in ((6, 0), (10, 0), (7, 0.3)):
        hu, lesion = frame.hu_array[row].copy(), np.argwhere(frame["mask"][row])
        hu[tuple(lesion[int(share * len(lesion)):].T)] = 0
        frame.at[row, "hu_array"] = hu
    frame.to_pickle(os.path.join(folder, "demo.pkl"))
    masks = [np.asarray(mask) != 0 for mask in frame["mask"]]
    half = np.stack([mask & (np.arange(mask.shape[0])[:, None] % 2 == 0) for mask in masks]).astype(np.uint8)
    moved = np.stack([np.roll(mask, (3, 4), (0, 1)) for mask in masks]).astype(np.uint8)
    np.save(os.path.join(folder, "half.npy"), half)
    np.save(os.path.join(folder, "moved.npy"), moved)
    return frame, masks, half, moved


def check_look(folder, packages, frame, masks, half, moved):
    server = Server(folder, "demo.pkl", "--prediction", "moved=moved.npy", "--prediction", "half=half.npy")
    check.true(f"address after {server.started:.2f} s", server.started < 2)
    truth, guess = masks[9], moved[9] != 0
    kept = (np.asarray(frame.hu_array[9]) != 0) | (np.asarray(frame.hu_array_old[9]) == 0)
    inner = lambda area: tuple(int(at) for at in np.argwhere(area)[len(np.argwhere(area)) // 2])
    pixels = [inner(truth & guess), inner(guess & ~truth), inner(truth & ~guess), inner(kept & ~truth & ~guess)]
    facts = drive(packages, "look", server.url, json.dumps(pixels))
    rows = [f"demo:{i}" for i in range(len(frame))]
    check.equal("rows at once", facts["firstCards"], rows)
    check.true("the token leaves the address", "token" not in facts["address"])
    check.equal("markup of labels", facts["markup"], 0)
    check.true("a label of markup is shown as text", HOSTILE[:40] in facts["text"] or "unknown" in facts["text"])

    document = json.loads(run("stats", "--json", os.path.join(folder, "demo.pkl"))[0])
    findings = json.loads(run("validate", "--json", os.path.join(folder, "demo.pkl"), ok=(0, 1))[0])["findings"]
    per_row = pd.DataFrame(document["per_row"])
    lr4b = [row for row, name in zip(rows, per_row["class"]) if name == "LR4B"]
    check.equal("filter: rows", facts["filtered"]["rows"], lr4b)
    check.equal("filter: count", facts["filtered"]["count"], f"{len(lr4b)} of {len(rows)} rows")
    check.equal("filter: classes are counted without their own filter", facts["filtered"]["others"]["Class"], per_row["class"].value_counts().to_dict())
    names = {finding["rule"]: None for finding in findings}
    listed = json.loads(run("validate", "--rules", "--json")[0])["rules"]
    names = {rule["id"]: rule["name"] for rule in listed if rule["id"] in names}
    expected = {name: len({f["row"] for f in findings if f["rule"] == rule and f["row"] in lr4b}) for rule, name in names.items() if any(f["rule"] == rule and f["row"] for f in findings)}
    expected["none"] = len([row for row in lr4b if all(f["row"] != row for f in findings)])
    check.equal("filter: findings are counted under the filter", facts["filtered"]["others"]["Findings"], expected)
    check.equal("find", facts["found"], [row for row in rows if "demo:1" in row])
    sized = per_row.assign(at=range(len(per_row)))
    kept_order = sized.sort_values(["lesion_kept", "lesion_px", "at"], ascending=[True, False, True]).row.tolist()
    check.equal("sort: lesion_kept, the worst first", facts["sorted"]["lesion_kept"], kept_order)
    check.equal("sort: lesion_px, the largest first", facts["sorted"]["lesion_px"], sized.sort_values(["lesion_px", "at"], ascending=[False, True]).row.tolist())
    lost = sized[sized.row.isin([f["row"] for f in findings if f["rule"] == "LS034"])].sort_values(["lesion_kept", "lesion_px", "at"], ascending=[True, False, True]).row.tolist()
    check.true("the sample has lost lesions", len(lost) > 1)
    check.equal("sort: lesion-lost, the least kept first", facts["sorted"]["LS034"][:len(lost)], lost)
    near = [f["row"] for f in findings if f["rule"] == "LS041"]
    check.equal("sort: rows that a rule names come first", set(facts["sorted"]["LS041"][:len(near)]), set(near))
    dice = [2 * (mask & (p != 0)).sum() / (mask.sum() + (p != 0).sum()) for mask, p in zip(masks, half)]
    order = sorted(range(len(rows)), key=lambda i: (float(f"{dice[i]:.6g}"), -int(per_row.lesion_px[i]), i))
    check.equal("sort: Dice of a model, the worst first", facts["sorted"]["dice half"], [rows[i] for i in order])
    check.equal("sort: groups", facts["sortGroups"], ["Predictions", "Lesion", "Components", "Place in the lungs", "HU of the slice", "Findings"])
    check.equal("a reload keeps filter and order", (facts["reloaded"]["rows"], facts["reloaded"]["sort"], facts["reloaded"]["query"]), (facts["reloaded"]["before"], "dice half", "?class=LR4B&sort=dice+half&order=reversed"))
    check.equal("sort: reversed", facts["sorted"]["reversed"][0], rows[max(range(len(rows)), key=lambda i: (float(f"{dice[i]:.6g}"), int(per_row.lesion_px[i]), -i))])

    hu = np.asarray(frame.hu_array_old[9])
    for name, low, high in (("lung", -1350, 150), ("mediastinum", -160, 240), ("bone", -450, 1050), ("full", int(hu.min()), int(hu.max()))):
        check_canvas(name, facts["windows"][name], hu, low, high)
    check_canvas("inverted", facts["windows"]["inverted"], hu, -1350, 150, inverted=True)
    # 40 px to the right and 25 down, from a window of 1500 HU: 3.75 HU a px.
    check_canvas("dragged", facts["windows"]["dragged"], hu, round(-600 + 25 * 3.75 - 900), round(-600 + 25 * 3.75 - 900) + 1800)
    check_canvas("HU that are no integers", facts["windows"]["float"], np.asarray(frame.hu_array_old[4]), -1350, 150)
    check.equal("value under the pointer", facts["value"].replace("\u2212", "-").replace("\u202f", ""), f"row 255, col 255: {int(hu[255, 255])} HU")
    before, panned, zoomed, lesion, stage = facts["box"]
    check.true(f"panned {panned['left'] - before['left']:.0f}, {panned['top'] - before['top']:.0f}", abs(panned["left"] - before["left"] - 30) < 2 and abs(panned["top"] - before["top"] + 10) < 2)
    check.true(f"zoomed to {zoomed['scale'] / panned['scale']:.2f}", zoomed["scale"] > 1.5 * panned["scale"])
    x, y = facts["lesion"]
    check.true(f"zoomed to the lesion {lesion['scale']:.2f}", lesion["scale"] > 2 and abs(x - stage["left"] - stage["width"] / 2) < 0.3 * stage["width"] and abs(y - stage["top"] - stage["height"] / 2) < 0.3 * stage["height"])
    check.equal("keys: next and previous", facts["steps"], ["demo:10", "demo:11", "demo:12", "demo:11", "demo:10", "demo:9"])
    ink = facts["ink"]
    check.true(f"layers {ink}", ink["none"] == 0 == ink["off"] and ink["mask"] > 100 and ink["prediction"] > 50)
    for (name, colour), found in zip({"both": (48, 208, 112), "predicted alone": (255, 72, 72), "mask alone": (64, 160, 255)}.items(), facts["difference"]):
        check.true(f"difference: {name} is {found}", all(abs(a - b) <= 3 for a, b in zip(found, (*colour, 150))))
    check.equal("kept areas in turn", list(facts["areas"]), ["stored", "published", "refined", "hull", "none"])
    for name, area in facts["areas"].items():
        check.true(f"kept area {name} {area}", area["ink"] == 0 if name == "none" else area["ink"] > 20000 and (name == "published" or area["lung"][0][3] > 0))
        old, stored = frame.hu_array_old[9], frame.hu_array[9] != 0
        if name not in ("none", "stored"):
            run("threshold", os.path.join(folder, "demo.pkl"), "-o", os.path.join(folder, "area.pkl"), "--method", name, "--rows", "9", "-q", "-f")
            made = pd.read_pickle(os.path.join(folder, "area.pkl")).hu_array[9] != 0
            more, less = (f"{int(count.sum()):,}".replace(",", "\u202f") for count in (made & ~stored & (old != 0), ~made & stored & (old != 0)))
            check.true(f"legend {area['legend']}", f"kept by {name}: {more} px more, {less} px less than hu_array" in area["legend"])
        else:
            check.equal(f"legend of {name}", [text for text in area["legend"] if text.startswith("kept")], [] if name == "none" else ["kept in hu_array"])
    scan = [row for row in facts["scan"]["strip"]]
    check.true(f"scan {facts['scan']}", "demo:4" in scan and len(scan) >= 2 and facts["scan"]["last"] == scan[-1] and f"of {len(scan)} in the scan" in facts["scan"]["place"])
    check.equal("pair: side by side, then in turn", (facts["pair"]["viewers"], facts["pair"]["names"]), (2, ["demo:12  |  demo:5", "demo:12 (b: the other)", "demo:5 (b: the other)", "demo:12 (b: the other)", "demo:5 (b: the other)"]))
    check.equal("back in the grid", (facts["focus"], facts["back"]), ("demo:12", True))
    saved = pd.read_csv(os.path.join(folder, "demo.marks.csv"), keep_default_na=False)
    check.equal("marks are saved", saved.values.tolist(), [["demo:12", "reject", ""], ["demo:12", "mask", ""], ["demo:12", "note", 'twice, "the same"; look']])
    check.equal("killed", server.end(signal.SIGKILL)[0], -9)


def check_marks(folder, packages):
    server = Server(folder, "demo.pkl")
    facts = drive(packages, "marks", server.url)
    check.equal("marks after kill -9", facts["before"], ["reject", "mask", "note"])
    check.true("another browser sees a mark", facts["seenByTheOther"])
    time.sleep(0.5)
    saved = pd.read_csv(os.path.join(folder, "demo.marks.csv"), keep_default_na=False)
    check.equal("marks of a tab that was closed at once", saved.values.tolist()[3:], [["demo:3", "reject", ""], ["demo:3", "label", ""]])
    code, _, err = server.end()
    check.equal("Ctrl-C", code, 130)
    check.true(f"hint: {err}", "marks go to demo.marks.csv; Ctrl-C ends it" in err)
    left = run("inspect", "--jsonl", os.path.join(folder, "demo.pkl"), "--without-marks", os.path.join(folder, "demo.marks.csv"))[0]
    check.equal("the other commands read them", len(left.splitlines()), 11)


def check_views(folder, packages):
    server = Server(folder, "demo.pkl", "--prediction", "half=half.npy")
    facts = drive(packages, "keyboard", server.url)
    check.equal("Tab: the order", facts["order"][:4], ["skip", "search", "sort", "direction"])
    check.equal("keyboard alone", (facts["help"], facts["helpClosed"], facts["filtered"], facts["first"], facts["next"]), (True, True, "3 of 13 rows", "demo:0", f"demo:{int(facts['below'][5:]) + 1}"))
    check.equal("keyboard: back where it was", facts["returned"], facts["next"])
    facts = drive(packages, "early", server.url)
    check.equal("early: filter", facts["counts"], [["rule/LS001", "1"], ["rule/none", "2"], ["rule/not read yet", "10"]])
    check.equal("early: worst first, and unreadable is the worst", facts["worst"][:3], ["demo:4", "demo:1", "demo:2"])
    check.equal("early: a row whose prediction cannot be read has figures", facts["lines"], {"demo:1": "no mask", "demo:2": "no mask", "demo:3": "…", "demo:4": "cannot be read"})
    check.equal("early: findings", facts["findings"], {"demo:1": "No findings so far.", "demo:2": "No findings so far.", "demo:3": "Not checked yet."})
    facts = drive(packages, "views", server.url)
    for view, found in facts["axe"].items():
        check.equal(f"{view}: axe-core", found, [])
    for view, found in facts["overflow"].items():
        check.equal(f"{view}: horizontal overflow", found, 0)
    check.true(f"dark mode {facts['ground']}", facts["ground"]["1280 light"] != facts["ground"]["1280 dark"])
    server.end()


def check_export(folder, packages, frame):
    page = os.path.join(folder, "page")
    run("browse", os.path.join(folder, "demo.pkl"), "--export", page, "--marks", os.path.join(folder, "demo.marks.csv"))
    facts = drive(packages, "exported", f"file://{page}/index.html")
    check.equal("export: rows", facts["cards"], [f"demo:{i}" for i in range(len(frame))])
    check.equal("export: broken pictures", facts["broken"], 0)
    check.equal("export: filter", facts["filtered"], [f"demo:{i}" for i in range(len(frame)) if frame.label1[i] == "LR4B"])
    check.equal("export: a slice", (facts["title"], facts["size"], facts["isDisabled"], facts["axe"]), (facts["filtered"][0], [224, 224], True, []))
    check.true("export: no key that does nothing there", not {"drag", "1 2 3 4", "x", "m", "t"} & set(facts["keys"]) and "/" in facts["keys"])
    size = sum(os.path.getsize(os.path.join(base, file)) for base, _, files in os.walk(page) for file in files)
    check.true(f"export: {size} bytes for 972 rows", size / len(frame) * 972 < 12_000_000 + 972 * 100_000 / len(frame))


def check_attacks(folder):
    """10,000 connections left open, clients that send or read byte by byte, a POST of a gigabyte: the server answers all the while."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(12000, resource.getrlimit(resource.RLIMIT_NOFILE)[1]),) * 2)
    server = Server(folder, "demo.pkl")
    check.equal("answers", server.ask()[0], 200)
    check.equal("another host", server.ask(host=f"evil.example:{server.port}")[0], 403)
    check.equal("another token", server.ask(cookie="0" * 48)[0], 403)
    check.equal("a path out of the page", server.ask("/../../etc/passwd")[0], 404)
    held = []
    for i in range(min(10_000, resource.getrlimit(resource.RLIMIT_NOFILE)[0] - 200)):
        client = socket.create_connection(("127.0.0.1", server.port), timeout=10)
        client.sendall(b"GET / HTTP/1.1\r\nHost: ")
        held.append(client)
    check.equal(f"answers while {len(held)} connections are open", server.ask()[0], 200)
    check.true(f"descriptors {len(os.listdir(f'/proc/{server.process.pid}/fd'))}", len(os.listdir(f"/proc/{server.process.pid}/fd")) < 400)
    for client in held:
        client.close()
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as client:
        sent = 0
        try:
            client.sendall(f"POST /marks HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nCookie: lungseg-{server.port}={server.token}\r\nOrigin: http://127.0.0.1:{server.port}\r\nContent-Type: application/json\r\nContent-Length: {1 << 30}\r\n\r\n".encode())
            while sent < 1 << 30:
                sent += client.send(b"x" * (1 << 20))
        except OSError:
            pass
        check.true(f"a POST of 1 GB ends after {sent} bytes", sent < 64 << 20)
    check.equal("answers afterwards", server.ask()[0], 200)
    check.true(f"memory {server.memory:.0f} MB", server.memory < 250)
    server.end(signal.SIGTERM)


def measure(packages, path):
    """What the page takes on a large file, for people; nothing is compared."""
    subprocess.run(["cat", path], stdout=subprocess.DEVNULL, check=True)
    with tempfile.TemporaryDirectory() as folder:
        starts = []
        for _ in range(3):
            server = Server(folder, os.path.abspath(path))
            starts.append(server.started)
            server.end()
        server = Server(folder, os.path.abspath(path))
        facts = drive(packages, "speed", server.url, "50")
        print(f"address after {statistics.median(starts):.3f} s; first slice {facts['first']:.0f} ms after the click ({facts['sinceStart']:.0f} ms after the page was opened); next slice {statistics.median(facts['next']):.1f} ms (median of 50; slowest {max(facts['next']):.0f}), while rows are read")
        while json.loads(server.ask("/state.json?from=100000000")[1])["phase"] not in ("done", "failed"):
            time.sleep(0.5)
        print(f"rows read and compared {time.monotonic() - START:.1f} s after the first start; {server.memory:.0f} MB")
        clients = [subprocess.Popen(["node", os.path.join(HERE, "drive_page.mjs"), "speed", server.url, CHROMIUM, "300"], cwd=packages, stdout=subprocess.PIPE, text=True) for _ in range(2)]
        results = [json.loads(client.communicate()[0]) for client in clients]
        print(f"two browsers, 300 slices each: next slice {statistics.median(sum((found['next'] for found in results), [])):.1f} ms; {server.memory:.0f} MB")
        server.end()


START = time.monotonic()


def main():
    with tempfile.TemporaryDirectory() as packages, tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(packages, "package.json"), "w") as file:
            file.write('{"private": true}')
        subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", *PACKAGES], cwd=packages, check=True, capture_output=True)
        if sys.argv[1:2] == ["--speed"]:
            measure(packages, sys.argv[2])
            return
        frame, masks, half, moved = make_data(folder)
        check_look(folder, packages, frame, masks, half, moved)
        check_marks(folder, packages)
        check_views(folder, packages)
        check_export(folder, packages, frame)
        check_attacks(folder)
    print(f"seconds: {TIMES}")
    check.done()


if __name__ == "__main__":
    main()
