"""A real Wagtail, as PyPI has it, with the models and templates of its own tutorial and 120 posts.

Run in the project's folder: `.venv/bin/python -m tests.real.wagtail`. It installs Wagtail into a temporary folder,
makes the site with `wagtail start`, fills and serves it, crawls it by `kho crawl URL` alone, prints the figures, and
ends with 1 if one of them is below its mark. Its home page is a heading and a link; the day alone is printed.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.builds.words import slugify
from tests.real.wordpress import crawl, figures, free_port, install, is_open, make_post, passed, running

WAGTAIL = "wagtail==8.0.1"
POSTS = 120
MODELS = """
from django.db import models
from wagtail.fields import RichTextField
from wagtail.models import Page

class BlogIndexPage(Page):
    intro = RichTextField(blank=True)

class BlogPage(Page):
    date = models.DateField("Post date")
    intro = models.CharField(max_length=250, blank=True)
    body = RichTextField(blank=True)
"""
TEMPLATES = {
    "home/templates/home/home_page.html": """<h1>{{ page.title }}</h1>
{% for child in page.get_children.live %}<p><a href="{% pageurl child %}">{{ child.title }}</a></p>{% endfor %}""",
    "blog/templates/blog/blog_index_page.html": """<h1>{{ page.title }}</h1>
<div class="intro">{{ page.intro|richtext }}</div>
{% for post in page.get_children.live %}{% with post=post.specific %}<h2><a href="{% pageurl post %}">{{ post.title }}
</a></h2>{{ post.body|richtext|truncatewords_html:20 }}{% endwith %}{% endfor %}""",
    "blog/templates/blog/blog_page.html": """<h1>{{ page.title }}</h1><p class="meta">{{ page.date }}</p>
<div class="intro">{{ page.intro }}</div>{{ page.body|richtext }}
<p><a href="{{ page.get_parent.url }}">Return to blog</a></p>""",
}
AROUND = '{% extends "base.html" %}{% load wagtailcore_tags %}{% block content %}', "{% endblock %}"
SETTINGS = """
INSTALLED_APPS += ["blog", "django.contrib.sitemaps"]
LANGUAGE_CODE, TIME_ZONE, ALLOWED_HOSTS, DEBUG = "vi", "Asia/Ho_Chi_Minh", ["*"], False
"""
URLS = """
from wagtail.contrib.sitemaps.views import sitemap
urlpatterns.insert(0, path("sitemap.xml", sitemap))
"""
FILL = """
import json
from blog.models import BlogIndexPage, BlogPage
from home.models import HomePage
from wagtail.models import Site
filled = json.load(open("posts.json", encoding="utf-8"))
Site.objects.update(hostname="127.0.0.1", port=filled["port"])
blog = HomePage.objects.first().add_child(instance=BlogIndexPage(title="Tin tức", slug="tin-tuc"))
for post in filled["posts"]:
    blog.add_child(instance=BlogPage(**post))
"""


def write_site(programs: Path, site: Path, posts: list[dict[str, Any]], port: int) -> None:
    """Make the site and fill it, as one who follows Wagtail's tutorial does."""
    python = programs / "python"
    site.mkdir()
    subprocess.run([programs / "wagtail", "start", "phuong", site], check=True, stdout=subprocess.DEVNULL)
    subprocess.run([python, "manage.py", "startapp", "blog"], cwd=site, check=True)
    (site / "blog" / "models.py").write_text(MODELS, encoding="utf-8")
    for name, text in TEMPLATES.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text.join(AROUND), encoding="utf-8")
    for name, text in {"settings/base.py": SETTINGS, "settings/local.py": "DEBUG = False\n", "urls.py": URLS}.items():
        with (site / "phuong" / name).open("a", encoding="utf-8") as file:
            file.write(text)
    pages = [
        {
            "title": post["title"], "slug": slugify(post["title"]), "date": post["date"][:10],
            "body": re.sub("<!--.*?-->", "", post["html"]),
        }
        for post in posts
    ]  # fmt: skip
    (site / "posts.json").write_text(json.dumps({"port": port, "posts": pages}), encoding="utf-8")
    for words in (["makemigrations", "-v0", "blog"], ["migrate", "-v0"], ["shell", "-v0", "-c", FILL]):
        subprocess.run([python, "manage.py", *words], cwd=site, check=True, stdout=subprocess.DEVNULL)


def main() -> int:
    """Install, fill, crawl, print; return the exit code."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--keep", type=Path, help="put the archive here and leave it")
    asked = options.parse_args()
    chance = random.Random(20211)
    posts = [make_post(chance, number) for number in range(POSTS)]
    with TemporaryDirectory(prefix="kho-wagtail-") as name:
        folder, port = Path(name), free_port()
        archive, url = asked.keep or folder / "archive", f"http://127.0.0.1:{port}"
        programs, site = install(folder / "venv", WAGTAIL), folder / "site"
        write_site(programs, site, posts, port)
        server = (programs / "python", site / "manage.py", "runserver", "--noreload", "--insecure", f"127.0.0.1:{port}")
        with running(*server, ready=lambda: is_open(port)):
            done = crawl(url, archive)
        addresses = [f"{url}/tin-tuc/{slugify(post['title'])}/" for post in posts]
        shown = [post | {"date": post["date"][:10]} for post in posts]  # the templates print no clock
        result = figures(archive, shown, addresses, has_views=False)
    return int(not passed(result) or done.returncode != 0)


if __name__ == "__main__":
    sys.exit(main())
