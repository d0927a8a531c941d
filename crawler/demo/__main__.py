"""`python -m crawler.demo --port 8642`: serve the sample portal on loopback until told to stop."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import click
from twisted.internet.error import CannotListenError

from crawler.demo.articles import World
from crawler.demo.server import listen, run

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def _parse_start(_: click.Context, __: click.Parameter, value: str) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise click.BadParameter("expected an ISO time such as 2021-10-01T08:00:00+07:00") from None
    return moment.replace(tzinfo=ZONE) if moment.tzinfo is None else moment.astimezone(ZONE)


@click.command()
@click.option("--port", type=click.IntRange(0, 65_535), default=8642, show_default=True, help="0 picks a free one.")
@click.option("--articles", type=click.IntRange(0, 1_000_000), default=300, show_default=True)
@click.option("--seed", type=int, default=2021, show_default=True)
@click.option("--start", callback=_parse_start, default="2021-10-01T08:00:00+07:00", help="First moment of the clock.")
def main(port: int, articles: int, seed: int, start: datetime) -> None:
    """Serve the sample portal on 127.0.0.1 until SIGTERM or Ctrl-C."""
    try:
        site = listen(World(seed, articles, start), port)
    except CannotListenError as error:
        raise click.ClickException(f"cannot listen on port {port}: {error.socketError}; try --port 0") from None
    hosts = site.portal.hosts
    click.echo(f"Kho sample portal: http://{hosts.main}/ (also http://{hosts.mirror}/)")
    run()


if __name__ == "__main__":
    main(prog_name="python -m crawler.demo")
