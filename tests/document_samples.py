"""Pages and lists of official documents as many portals lay them out, made from facts that a reader must find again."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from itertools import product

FACTS = {
    "number": "206/KH-UBND",
    "type": "Kế hoạch",
    "issuer": "UBND quận Bến Mẫu",
    "issued_on": "08/09/2021",
    "effective_on": "15/09/2021",
    "signer": "Nguyễn Văn Mẫu",
    "abstract": "Về việc tiêm chủng cho người dân trên địa bàn quận",
    "status": "Còn hiệu lực",
}
TRUE = FACTS | {"issued_on": "2021-09-08", "effective_on": "2021-09-15"}
LABEL_SETS: tuple[dict[str, str], ...] = (
    {
        "number": "Số ký hiệu", "type": "Loại văn bản", "issuer": "Cơ quan ban hành", "issued_on": "Ngày ban hành",
        "effective_on": "Ngày hiệu lực", "signer": "Người ký", "abstract": "Trích yếu", "status": "Tình trạng",
    },
    {
        "number": "Số/ Ký hiệu", "type": "Thể loại", "issuer": "CQ ban hành", "issued_on": "Ngày BH",
        "effective_on": "Ngày có hiệu lực", "signer": "Người ký duyệt", "abstract": "Trích yếu nội dung",
        "status": "Tình trạng hiệu lực",
    },
    {
        "number": "Số hiệu", "type": "Hình thức văn bản", "issuer": "Đơn vị ban hành", "issued_on": "Ngày văn bản",
        "effective_on": "Hiệu lực từ ngày", "signer": "Người ký văn bản", "abstract": "Nội dung trích yếu",
        "status": "Trạng thái",
    },
    {
        "number": "SỐ, KÝ HIỆU", "type": "LOẠI VĂN BẢN", "issuer": "NƠI BAN HÀNH", "issued_on": "NGÀY BAN HÀNH",
        "effective_on": "NGÀY HIỆU LỰC", "signer": "NGƯỜI KÝ", "abstract": "VỀ VIỆC", "status": "TRẠNG THÁI",
    },
)  # fmt: skip
OTHERS = (("Lĩnh vực", "Y tế"), ("Ngày đăng công báo", "29/12/2021"), ("Ngày đăng", "01/10/2021"), ("Lượt xem", "45"))
"""Labels beside those of a document; their days are none of its."""
Pair = tuple[str, str]
Layout = Callable[[list[Pair]], str]


def _table(pairs: list[Pair]) -> str:
    return f"<table>{''.join(f'<tr><td>{label}</td><td>{value}</td></tr>' for label, value in pairs)}</table>"


def _head_cells(pairs: list[Pair]) -> str:
    return f"<table>{''.join(f'<tr><th>{label}:</th><td>{value}</td></tr>' for label, value in pairs)}</table>"


def _two_pairs_a_row(pairs: list[Pair]) -> str:
    cells = [f"<td>{label}</td><td>{value}</td>" for label, value in pairs]
    rows = [cells[place : place + 2] for place in range(0, len(cells), 2)]
    return f"<table>{''.join(f'<tr>{chr(10).join(row)}</tr>' for row in rows)}</table>"


def _definitions(pairs: list[Pair]) -> str:
    return f"<dl>{''.join(f'<dt>{label}</dt><dd>{value}</dd>' for label, value in pairs)}</dl>"


def _lines(pairs: list[Pair]) -> str:
    return "".join(f"<p>{label}: {value}</p>" for label, value in pairs)


def _bold_lines(pairs: list[Pair]) -> str:
    return "<div>" + "<br>".join(f"<b>{label}:</b> {value}" for label, value in pairs) + "</div>"


def _divs(pairs: list[Pair]) -> str:
    row = '<div class="row"><div class="col-md-3">{}</div><div class="col-md-9">{}</div></div>'
    return "".join(row.format(label, value) for label, value in pairs)


def _spans(pairs: list[Pair]) -> str:
    row = '<div class="item"><span class="name">{}</span> <span class="value">{}</span></div>'
    return "".join(row.format(label, value) for label, value in pairs)


def _items(pairs: list[Pair]) -> str:
    return f"<ul>{''.join(f'<li><strong>{label}</strong>: {value}</li>' for label, value in pairs)}</ul>"


LAYOUTS: tuple[Layout, ...] = (
    _table, _head_cells, _two_pairs_a_row, _definitions, _lines, _bold_lines, _divs, _spans, _items,
)  # fmt: skip
RELATED = (
    "<h3>Văn bản liên quan</h3><table><tr><th>Số ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th></tr>"
    "<tr><td>99/TB-UBND</td><td>01/02/2019</td><td>Thông báo cũ về một việc khác</td></tr></table>"
)
MENU = (
    '<div class="menu"><h3>Cơ quan ban hành</h3><ul><li><a href="/vb?cq=1">HĐND quận</a></li></ul>'
    '<h3>Loại văn bản</h3><ul><li><a href="/vb?l=1">Quyết định</a></li></ul></div>'
)


def page(content: str) -> str:
    """Return a whole page around a content."""
    head = '<html><head><meta charset="utf-8"><title>Văn bản</title></head><body>'
    return f"{head}{MENU}<div class='main'><h2>Văn bản chỉ đạo</h2>{content}</div></body></html>"


def detail_pages() -> list[tuple[str, str, frozenset[str]]]:
    """Return name, page and the fields left empty, for each layout with each set of labels and each gap."""
    found = []
    gaps = (frozenset[str](), frozenset(("signer",)), frozenset(("effective_on", "status")), frozenset(("status",)))
    nothing = ("", "Đã biết", "Đang cập nhật", "-")
    for layout, (number, labels), (way, gap) in product(LAYOUTS, enumerate(LABEL_SETS), enumerate(gaps)):
        pairs = [
            (labels[field], nothing[(way + number) % len(nothing)] if field in gap else escape(value))
            for field, value in FACTS.items()
        ]
        turned = pairs[number:] + pairs[:number]
        others = [(label.upper() if number == 3 else label, value) for label, value in OTHERS]
        content = layout([*turned[:3], others[0], *turned[3:], *others[1:]]) + (RELATED if way % 2 else "")
        found.append((f"{layout.__name__}-{number}-{way}", page(content), gap))
    return found


def rows_of_facts(count: int) -> list[dict[str, str]]:
    """Return what a list prints of `count` documents; the third has no number."""
    return [
        {
            "number": "Không số" if n == 3 else f"{100 + n}/TB-UBND",
            "issuer": "UBND quận Bến Mẫu" if n % 2 else "HĐND quận Bến Mẫu",
            "abstract": f"Về việc tổ chức đợt {n} của chương trình tiêm chủng trên địa bàn quận",
            "issued_on": f"{n:02d}/09/2021",
        }
        for n in range(1, count + 1)
    ]


COLUMNS = ("number", "issuer", "abstract", "issued_on")
HEADINGS = (
    {"number": "Số ký hiệu", "issuer": "Cơ quan ban hành", "abstract": "Trích yếu", "issued_on": "Ngày ban hành"},
    {"number": "Số/ Ký hiệu", "issuer": "CQ ban hành", "abstract": "Trích yếu nội dung", "issued_on": "Ngày BH"},
    {"number": "Ký hiệu", "issuer": "Nơi ban hành", "abstract": "Tên văn bản", "issued_on": "NGÀY BAN HÀNH"},
)


def table_list(order: tuple[str, ...], heads: dict[str, str], *, cell: str, linked: str, count: int = 6) -> str:
    """Return a table of documents: `linked` is the column that leads to the document's page, `file` or nothing."""
    lines = []
    for n, facts in enumerate(rows_of_facts(count), start=1):
        cells = [
            f'<td><a href="/van-ban/{n}">{facts[name]}</a></td>' if name == linked else f"<td>{facts[name]}</td>"
            for name in order
        ]
        file = f'<td><a href="/files/{n}.pdf">Tải về</a></td>' if linked in ("file", "number") else "<td></td>"
        lines.append(f"<tr><td>{n}</td>{''.join(cells)}{file}</tr>")
    top = ["STT", *(heads[name] for name in order), "Tải về"]
    return f"<table><tr>{''.join(f'<{cell}>{head}</{cell}>' for head in top)}</tr>{''.join(lines)}</table>"


def block_list(heads: dict[str, str], row: str, count: int = 6) -> str:
    """Return a list of blocks: `row` is the pattern of one, with `{url}` and the facts and their labels."""
    return "".join(
        row.format(url=f"/van-ban/{n}", **facts, **{f"{name}_label": label for name, label in heads.items()})
        for n, facts in enumerate(rows_of_facts(count), start=1)
    )


BLOCK_ROWS = (
    '<div class="item"><h4><a href="{url}">{abstract}</a></h4><p>Số: {number}</p><p>{issued_on_label}: {issued_on}</p>'
    "<p>{issuer_label}: {issuer}</p></div>",
    '<li><a href="{url}">{abstract}</a><br>{number_label}: {number} | {issued_on_label}: {issued_on}'
    " | {issuer_label}: {issuer}</li>",
    '<div class="vb"><div><b>{number_label}:</b> <a href="{url}">{number}</a></div><div><b>{issued_on_label}:</b>'
    " {issued_on}</div><div><b>{issuer_label}:</b> {issuer}</div><div><b>{abstract_label}:</b> {abstract}</div></div>",
)  # fmt: skip
