"""What the made article pages share: sentences, a menu, a footer."""
# ruff: noqa: E501
# Markup is kept in the lines in which a portal writes it.

from __future__ import annotations

from typing import NamedTuple

ONE = "Sáng 14/9, Ủy ban nhân dân phường tổ chức hội nghị triển khai công tác phòng, chống dịch bệnh trên địa bàn."
TWO = "Đồng chí Nguyễn Văn Mẫu, Chủ tịch UBND phường, chủ trì hội nghị; cùng dự có đại diện 12 tổ dân phố và các trường học."
THREE = (
    "Hội nghị thống nhất tổ chức trực 24/24 giờ, rà soát từng hộ gia đình và báo cáo kết quả trước ngày 20 hằng tháng."
)
FOUR = "Kết luận hội nghị, đồng chí Chủ tịch yêu cầu các đơn vị nghiêm túc thực hiện./."
LEAD = "Phường Mẫu vừa họp bàn công tác phòng, chống dịch với sự tham gia của đông đủ các tổ dân phố trên địa bàn."
TITLE = "Phường Mẫu triển khai công tác phòng, chống dịch"
OTHERS = "".join(
    f"<li><a href='/tin/{number}.html'>{text}</a> <span>({number}/8/2021)</span></li>"
    for number, text in (
        (1, "Phường Mẫu ra quân tổng vệ sinh môi trường"),
        (2, "Hội thao chào mừng ngày thành lập phường"),
    )
)
MENU = "<ul class='menu'><li><a href='/'>Trang chủ</a></li><li><a href='/tin'>Tin tức</a></li><li><a href='/lh'>Liên hệ</a></li></ul>"
FOOT = "<div id='footer'>Bản quyền thuộc UBND phường Mẫu. Địa chỉ: số 1 đường Mẫu. Điện thoại: 024.3999.0000</div>"


class Sample(NamedTuple):
    """A page, and what a person reads in it."""

    name: str
    html: str
    text: list[str]
    summary: str | None = None


def page(content: str, *, head: str = "") -> str:
    """Return a page with a menu and a footer around its content."""
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{TITLE}</title>{head}</head>"
        f"<body>{MENU}{content}{FOOT}</body></html>"
    )
