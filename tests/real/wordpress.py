"""A real WordPress, as Debian packages it, filled with 200 posts, onboarded and crawled by `kho crawl URL` alone.

Run as root on Debian, in the project's folder: `.venv/bin/python -m tests.real.wordpress [--theme twentytwentyone]`.
It installs the packages, works in a temporary folder with a MariaDB and a web server of its own, prints the figures,
and ends with 1 if one of them is below its mark.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import venv
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.command import kho, rows, value

HERE = Path(__file__).resolve().parent
PACKAGES = (
    "wordpress",
    "wordpress-theme-twentytwentyone",
    "php-cli",
    "php-mysql",
    "php-xml",
    "php-mbstring",
    "mariadb-server",
)
WORDPRESS = Path("/usr/share/wordpress")
POSTS = 200
CATEGORIES = {
    "tin-tuc": "Tin tức", "cai-cach-hanh-chinh": "Cải cách hành chính", "van-hoa-xa-hoi": "Văn hóa - Xã hội",
    "kinh-te-do-thi": "Kinh tế - Đô thị", "an-ninh-trat-tu": "An ninh trật tự",
}  # fmt: skip
TAGS = ("bầu cử", "chuyển đổi số", "môi trường", "y tế", "giáo dục", "dân vận", "quy hoạch", "an toàn giao thông")
OPENINGS = (
    "Sáng ngày {day}/{month}, Ủy ban nhân dân phường tổ chức", "Theo kế hoạch số {n}/KH-UBND, phường đã triển khai",
    "Vừa qua, Đảng ủy phường chủ trì", "Chiều nay, tại nhà văn hóa tổ dân phố số {n} diễn ra",
    "Hưởng ứng đợt thi đua chào mừng Quốc khánh, đoàn thanh niên phường mở",
)  # fmt: skip
EVENTS = (
    "hội nghị tổng kết công tác cải cách hành chính", "lễ ra quân tổng vệ sinh môi trường",
    "lớp tập huấn phòng cháy chữa cháy", "giải bóng đá thiếu niên nhi đồng",
    "ngày hội toàn dân bảo vệ an ninh Tổ quốc", "buổi đối thoại với các hộ kinh doanh",
    "chương trình hiến máu tình nguyện", "đợt tiêm chủng mở rộng cho trẻ em", "hội thi tìm hiểu pháp luật về đất đai",
    "buổi tuyên truyền phân loại rác tại nguồn",
)  # fmt: skip
SENTENCES = (
    "Dự buổi làm việc có đồng chí bí thư đảng ủy cùng đại diện {n} tổ dân phố trên địa bàn.",
    "Phát biểu khai mạc, chủ tịch phường đề nghị các đơn vị báo cáo kết quả trước ngày {day}/{month}.",
    "Đến nay toàn phường có {n} hộ gia đình đăng ký tham gia, tăng {day} hộ so với cùng kỳ năm trước.",
    "Bà con nhân dân phấn khởi, đồng tình và hưởng ứng chủ trương của cấp trên.",
    "Công an phường bố trí lực lượng phân luồng, bảo đảm trật tự trong suốt thời gian diễn ra.",
    "Kinh phí thực hiện khoảng {n} triệu đồng, trong đó phần lớn do nhân dân đóng góp.",
    "Ban tổ chức đã trao {day} phần quà cho các gia đình chính sách có hoàn cảnh khó khăn.",
    "Trạm y tế phường khuyến cáo người dân chủ động giữ gìn vệ sinh nơi ở, diệt bọ gậy, lăng quăng.",
    "Các tuyến phố {n}, {day} và {month} sẽ được lát lại vỉa hè trong quý tới.",
    "Kết thúc chương trình, các đại biểu đã tham quan thực tế tại khu dân cư kiểu mẫu.",
)  # fmt: skip
MARKS = {"found": 0.99, "title": 0.99, "time": 0.99, "views": 0.99, "recall": 0.995, "precision": 0.99}
MAX_REQUESTS = 1.3
WORD = re.compile(r"\w+")


def make_post(chance: random.Random, number: int) -> dict[str, Any]:
    """Return one post: what goes into WordPress, and its `text` as a reader sees it."""
    fill = {"day": chance.randrange(1, 29), "month": chance.randrange(1, 13), "n": number + 3}
    event = chance.choice(EVENTS)
    first = f"{chance.choice(OPENINGS)} {event}.".format(**fill)
    parts = [first]
    parts += [
        " ".join(text.format(**fill) for text in chance.sample(SENTENCES, chance.randrange(2, 5)))
        for _ in range(chance.randrange(3, 8))
    ]
    html = [f"<!-- wp:paragraph --><p>{part}</p><!-- /wp:paragraph -->" for part in parts]
    extras = chance.randrange(6)
    if extras == 0:
        points = chance.sample(SENTENCES, 3)
        lines = [text.format(**fill) for text in points]
        html.insert(
            2, "<!-- wp:list --><ul>" + "".join(f"<li>{line}</li>" for line in lines) + "</ul><!-- /wp:list -->"
        )
        parts += lines
    elif extras == 1:
        cells = [["Tổ dân phố", "Số hộ"], *([f"Tổ số {at}", str(40 + at * 7)] for at in range(1, 5))]
        body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in cells)
        html.insert(
            3, f"<!-- wp:table --><figure class='wp-block-table'><table>{body}</table></figure><!-- /wp:table -->"
        )
        parts += [" ".join(row) for row in cells]
    elif extras == 2:
        html.insert(2, "<!-- wp:heading --><h2>Kết quả bước đầu</h2><!-- /wp:heading -->")
        parts.append("Kết quả bước đầu")
    day = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(1_609_459_200 + number * 200_000 + chance.randrange(86_400)))
    comments = [
        {"author": "Nguyễn Văn An", "text": f"Rất hoan nghênh phường, mong làm thường xuyên lần {at}.", "date": day}
        for at in range(chance.choice((0, 0, 1, 3)))
    ]
    return {
        "title": f"Phường Hoa Lư: {event} đợt {number + 1}", "html": "\n".join(html), "text": "\n".join(parts),
        "category": chance.choice(list(CATEGORIES)), "tags": chance.sample(TAGS, chance.randrange(3)),
        "date": day, "comments": comments, "views": chance.randrange(3, 12_000),
    }  # fmt: skip


def install_packages() -> None:
    """Install what is missing, as root."""
    if WORDPRESS.is_dir() and all(map(shutil.which, ("php", "mariadbd"))):
        return
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=True)
    subprocess.run(["apt-get", "install", "-qqy", "--no-install-recommends", *PACKAGES], check=True, env=environment)


@contextmanager
def running(*command: str | Path, ready: Any, **environment: str) -> Iterator[None]:
    """Run a server as long as the block lasts."""
    process = subprocess.Popen(
        list(map(str, command)),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | environment,
        start_new_session=True,
    )
    try:
        deadline = time.monotonic() + 60
        while not ready() and time.monotonic() < deadline:
            time.sleep(0.2)
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)  # PHP's server has workers, which outlive it
        process.wait(30)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_open(port: int) -> bool:
    """Return True if somebody listens on a port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def wordpress(
    folder: Path, theme: str, permalinks: str, posts: list[dict[str, Any]]
) -> Iterator[tuple[str, list[str]]]:
    """Yield the address of a running WordPress and those of its posts."""
    site, data, sock = folder / "site", folder / "db", folder / "db.sock"
    shutil.copytree(WORDPRESS, site, symlinks=False, ignore_dangling_symlinks=True)
    shutil.copytree(HERE / "theme", site / "wp-content" / "themes" / "phuong")
    subprocess.run(
        ["mariadb-install-db", f"--datadir={data}", "--user=root", "--auth-root-authentication-method=normal"],
        check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    server = ("mariadbd", "--no-defaults", "--user=root", f"--datadir={data}", f"--socket={sock}", "--skip-networking")
    with running(*server, ready=sock.exists):
        subprocess.run(
            ["mariadb", "--no-defaults", "-uroot", f"--socket={sock}", "-e", "CREATE DATABASE wp"], check=True
        )
        (site / "wp-config.php").unlink(missing_ok=True)
        (site / "wp-config.php").write_text(configuration(sock), encoding="utf-8")
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        filled = json.dumps({"categories": CATEGORIES, "posts": posts})
        done = subprocess.run(
            ["php", HERE / "fill.php", site, url, theme, permalinks],
            input=filled,
            capture_output=True,
            text=True,
            check=True,
        )
        addresses: list[str] = json.loads(done.stdout[done.stdout.rindex("[") :])
        php = ("php", "-S", f"127.0.0.1:{port}", "-t", site, HERE / "router.php")
        with running(*php, ready=lambda: is_open(port), PHP_CLI_SERVER_WORKERS="4"):
            yield url, addresses


def configuration(sock: Path) -> str:
    """Return a wp-config.php."""
    constants = {
        "DB_NAME": "wp", "DB_USER": "root", "DB_PASSWORD": "", "DB_HOST": f"localhost:{sock}", "DB_CHARSET": "utf8mb4",
        "WP_HTTP_BLOCK_EXTERNAL": True, "DISABLE_WP_CRON": True, "AUTOMATIC_UPDATER_DISABLED": True,
    }  # fmt: skip
    lines = [f"define('{name}', {json.dumps(text)});" for name, text in constants.items()]
    return "<?php\n" + "\n".join(lines) + "\n$table_prefix = 'wp_';\nrequire __DIR__ . '/wp-settings.php';\n"


def figures(archive: Path, posts: list[dict[str, Any]], addresses: list[str], *, has_views: bool) -> dict[str, float]:
    """Return what was found and read right, as shares of all posts, and requests per article."""
    if not (archive / "archive.db").exists():
        return dict.fromkeys((*MARKS, "wrong"), 0.0) | {"requests": 0.0}
    stored = {row["url"].rstrip("/"): row for row in rows(archive, "SELECT * FROM articles")}
    pairs = [(post, stored.get(url.rstrip("/"))) for post, url in zip(posts, addresses, strict=True)]
    found = [(post, row) for post, row in pairs if row is not None]
    wrong = sum(is_wrong(post, row) for post, row in found) + len(stored) - len(found)
    held, text, both = Counter[str](), Counter[str](), Counter[str]()
    for post, row in found:
        true, read = Counter(WORD.findall(post["text"])), Counter(WORD.findall(row["text"] or ""))
        held, text, both = held + true, text + read, both + (true & read)
    count = len(posts)
    requests = value(archive, "SELECT sum(requests) FROM crawls WHERE kind = 'crawl'")
    return {
        "found": len(found) / count,
        "title": sum(row["title"] == post["title"] for post, row in found) / count,
        "time": sum((row["published_at"] or "")[:16] == post["date"][:16].replace(" ", "T") for post, row in found)
        / count,
        "views": sum(row["views"] == (post["views"] if has_views else None) for post, row in found) / count,
        "recall": both.total() / max(1, held.total()),
        "precision": both.total() / max(1, text.total()),
        "wrong": wrong,
        "requests": requests / max(1, len(found)),
    }


def is_wrong(post: dict[str, Any], row: Any) -> bool:
    """Return True if something was read that is not so; what was not read is not wrong."""
    at = row["published_at"]
    return bool(
        (row["title"] and row["title"] != post["title"])
        or (at and not post["date"].replace(" ", "T").startswith(at[: 16 if "T" in at else 10]))
        or (row["views"] is not None and row["views"] != post["views"])
    )


def passed(result: dict[str, float]) -> bool:
    """Print the figures beside their marks; return True if none is below its own."""
    for name, figure in result.items():
        mark = MARKS.get(name, MAX_REQUESTS if name == "requests" else 0)
        print(f"{name:10} {figure:8.4f}   mark {mark}")
    short = [name for name, mark in MARKS.items() if result[name] < mark]
    return not (short or result["wrong"] > 0 or result["requests"] > MAX_REQUESTS)


def crawl(url: str, archive: Path) -> subprocess.CompletedProcess[str]:
    """Crawl a site by its address alone, and print how that went."""
    started = time.monotonic()
    done = kho("crawl", url + "/", "--archive", archive, timeout=1_500)
    print(f"kho crawl: exit {done.returncode}, {time.monotonic() - started:.0f} s")
    print(done.stdout[-1500:] + done.stderr[-1500:])
    return done


def install(folder: Path, package: str) -> Path:
    """Install a package of PyPI into a folder of its own and return where its programs are."""
    venv.create(folder, with_pip=True)
    subprocess.run([folder / "bin" / "pip", "install", "--quiet", package], check=True)
    return folder / "bin"


def main() -> int:
    """Install, fill, crawl, print; return the exit code."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--theme", default="phuong")
    options.add_argument("--permalinks", default="/%category%/%postname%/", help="empty for addresses like /?p=12")
    options.add_argument("--keep", type=Path, help="put the archive here and leave it")
    asked = options.parse_args()
    install_packages()
    chance = random.Random(20211)
    posts = [make_post(chance, number) for number in range(POSTS)]
    with TemporaryDirectory(prefix="kho-wordpress-") as folder:
        archive = asked.keep or Path(folder) / "archive"
        with wordpress(Path(folder), asked.theme, asked.permalinks, posts) as (url, addresses):
            done = crawl(url, archive)
        result = figures(archive, posts, addresses, has_views=asked.theme == "phuong")
    return int(not passed(result) or done.returncode != 0)


if __name__ == "__main__":
    sys.exit(main())
