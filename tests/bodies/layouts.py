"""Article pages whose text is laid out unlike others: hard wraps, lists, tables, nested and unclosed elements."""
# ruff: noqa: E501
# Markup is kept in the lines in which a portal writes it.

from __future__ import annotations

from tests.bodies.frame import FOUR, ONE, THREE, TITLE, TWO, Sample, page

WRAPS = Sample(
    "hard wraps as <br> in mid-sentence, over many lines",
    page(
        f"""<div class="detail"><h1>{TITLE}</h1><p class="time">Ngày đăng: 14/09/2021</p><div class="body">Chiều nay, tại trụ sở,<br>
ủy ban nhân dân phường tổ chức hội nghị<br>
triển khai công tác phòng, chống dịch<br>
trên địa bàn.<br>
Đồng chí Chủ tịch chủ trì.<br>{TWO}</div></div>"""
    ),
    [
        "Chiều nay, tại trụ sở, ủy ban nhân dân phường tổ chức hội nghị triển khai công tác phòng, chống dịch trên địa bàn.",
        "Đồng chí Chủ tịch chủ trì.",
        TWO,
    ],
)

LISTS = Sample(
    "bullets, numbers, nested lists, definitions",
    page(
        f"""<div class="detail"><h1>{TITLE}</h1><p class="time">Ngày đăng: 14/09/2021</p><div class="body"><p>{ONE}</p><p>Các nhiệm vụ gồm:</p>
<ol><li>Trực chốt<ul><li>Ca sáng từ 6 giờ</li><li>Ca chiều từ 14 giờ</li></ul></li><li>Tuyên truyền</li></ol><ul><li><p>Khử khuẩn</p></li></ul><p>{TWO}</p></div></div>"""
    ),
    [ONE, "Các nhiệm vụ gồm:", "Trực chốt", "Ca sáng từ 6 giờ", "Ca chiều từ 14 giờ", "Tuyên truyền", "Khử khuẩn", TWO],
)

DATA_TABLE = Sample(
    "a table of data, and one that signs",
    page(
        f"""<div class="detail"><h1>{TITLE}</h1><p class="time">Ngày đăng: 14/09/2021</p><div class="body"><p>{ONE}</p>
<table border="1"><tr><th>STT</th><th>Tổ dân phố</th><th>Số ca</th></tr><tr><td>1</td><td><p>Tổ 1</p></td><td>12</td></tr><tr><td>2</td><td>Tổ<br>2</td><td>7</td></tr></table><p>{TWO}</p></div></div>"""
    ),
    [ONE, "STT | Tổ dân phố | Số ca\n1 | Tổ 1 | 12\n2 | Tổ 2 | 7", TWO],
)

BARE_DIVS = Sample(
    "text directly in divs, a box of buttons, no class that says anything",
    page(
        f"""<div><div><div><h1>{TITLE}</h1></div><div>14/09/2021 08:30</div><div><a href="javascript:print()">In bài viết</a> <a href="javascript:mail()">Gửi bài viết</a></div>
<div>{ONE}<div>{TWO}</div>{THREE}<br><br>{FOUR}</div></div></div>"""
    ),
    [ONE, TWO, THREE, FOUR],
)

SIDE_BOXES = Sample(
    "side boxes with prose of other articles inside the article's column",
    page(
        f"""<div class="row"><div class="col-8"><h1 class="post-title">{TITLE}</h1><div class="meta">14/09/2021 | 08:30</div><div class="post-content"><p>{ONE}</p><p>{TWO}</p><p>{THREE}</p></div>
<div class="news-other"><h4>Bài viết cùng chuyên mục</h4><div><h5><a href="/x">Hội thao chào mừng</a></h5><p>Chiều qua, hơn hai trăm vận động viên của phường đã tranh tài ở sáu môn thi đấu sôi nổi và hấp dẫn.</p></div></div></div>
<div class="col-4"><h4>Thông báo</h4><p>Lịch tiếp công dân của lãnh đạo phường trong tháng chín được niêm yết tại trụ sở và trên trang này để người dân tiện theo dõi.</p></div></div>"""
    ),
    [ONE, TWO, THREE],
)

QUOTE_MARKS = Sample(
    "title again as first line of the text, section headings in bold, all words in spans",
    page(
        f"""<div class="view"><h2 class="title">{TITLE}</h2><span class="date">Ngày đăng: 14/09/2021</span><div class="c"><p><strong>{TITLE.upper()}</strong></p>
<p><span><span>Sáng</span> <span>14/9</span>, Ủy ban nhân dân phường tổ chức hội nghị triển khai công tác phòng, chống dịch bệnh<span> trên địa bàn</span>.</span></p><p><b>1. Thành phần</b></p><p>{TWO}</p><p><b>2. Kết quả</b></p><p>{THREE}</p></div></div>"""
    ),
    [ONE, "1. Thành phần", TWO, "2. Kết quả", THREE],
)

SHORT = Sample(
    "two sentences and a file",
    page(
        """<div class="news-detail"><h1>Thông báo lịch tiếp công dân tháng 9</h1><div class="date">Ngày đăng: 14/09/2021</div><div class="news-content">
<p>UBND phường thông báo lịch tiếp công dân tháng 9 năm 2021 của lãnh đạo UBND phường.</p><p>Trân trọng thông báo.</p></div>
<div class="attach"><b>Tệp đính kèm:</b> <a href="/files/lich.pdf">lich.pdf</a></div></div>"""
    ).replace(f"<title>{TITLE}</title>", "<title>Thông báo lịch tiếp công dân tháng 9</title>"),
    ["UBND phường thông báo lịch tiếp công dân tháng 9 năm 2021 của lãnh đạo UBND phường.", "Trân trọng thông báo."],
)

WIDGETS = Sample(
    "voice reader, share words, feedback form, links to the top",
    page(
        f"""<div class="detail"><h1>{TITLE}</h1><div>Ngày đăng: 14/09/2021 08:30</div><div class="audio-box">Nghe đọc bài viết</div><p>Tăng giảm cỡ chữ:</p><p>A A+</p>
<div class="body"><p>{ONE}</p><p>{TWO}</p></div><p>Chia sẻ bài viết qua:</p><p>Facebook</p><p>Zalo</p><p>Bài viết có hữu ích với bạn không?</p><p>Có</p><p>Không</p><p><a href="#">Về đầu trang</a></p><p>Gửi bình luận của bạn</p></div>"""
    ),
    [ONE, TWO],
)

PRE = Sample(
    "plain text in <pre>",
    page(
        f"""<div class="detail"><h1>{TITLE}</h1><div>Ngày đăng: 14/09/2021 08:30</div><pre>
Chiều ngày 14/9, ủy ban nhân dân phường
tổ chức hội nghị tại trụ sở.

{TWO}

{THREE}
</pre></div>"""
    ),
    ["Chiều ngày 14/9, ủy ban nhân dân phường tổ chức hội nghị tại trụ sở.", TWO, THREE],
)

BOLD_ALL = Sample(
    "all paragraphs bold: none of them is a lead",
    page(
        f"<div class='detail'><h1>{TITLE}</h1><div>Ngày đăng: 14/09/2021</div><p><b>{ONE}</b></p><p><b>{TWO}</b></p><p><b>{THREE}</b></p></div>"
    ),
    [ONE, TWO, THREE],
)

EMBEDDED_NEWS = Sample(
    "links in running text and a line of more links in the middle: the text keeps its words",
    page(
        f"""<div class="detail"><h1>{TITLE}</h1><div>Ngày đăng: 14/09/2021</div><div class="body"><p>{ONE}</p><p>Theo <a href="/kh">Kế hoạch số 206/KH-UBND</a>, các tổ dân phố triển khai ngay.</p>
<p><a href="/dn">Xem toàn văn Kế hoạch số 206/KH-UBND của UBND phường tại đây</a></p><p>{TWO}</p></div></div>"""
    ),
    [
        ONE,
        "Theo Kế hoạch số 206/KH-UBND, các tổ dân phố triển khai ngay.",
        "Xem toàn văn Kế hoạch số 206/KH-UBND của UBND phường tại đây",
        TWO,
    ],
)

UNCLOSED = Sample(
    "unclosed and wrongly nested tags",
    page(
        f"<div class=detail><h1>{TITLE}<p>Ngày đăng: 14/09/2021<div><p>{ONE}<p><b>{TWO}<p></b>{THREE}<div class=share><a href=/s>Chia sẻ</a></div></div>"
    ),
    [ONE, TWO, THREE],
)

NESTED_LAYOUT = Sample(
    "picture and text side by side in nested layout tables",
    page(
        f"""<div class="detail"><h1>{TITLE}</h1><div>Ngày đăng: 14/09/2021</div><table><tr><td><table><tr><td><img src="/a.jpg"></td></tr><tr><td align="center"><i>Ảnh: Đoàn viên ra quân.</i></td></tr></table></td>
<td><p>{ONE}</p><p>{TWO}</p></td></tr></table><p>{THREE}</p></div>"""
    ),
    ["Ảnh: Đoàn viên ra quân.", ONE, TWO, THREE],
)

QNAM = Sample(
    "home-made: views and date glued, two columns of other news in a table at the end",
    page(
        f"""<div id="content"><div class="tieude">{TITLE}</div><div class="thongtin">Ngày cập nhật 14/09/2021</div><div class="noidung"><p>{ONE}</p><p>{TWO}</p><p>{THREE}</p></div>
<div class="tacgia">Nguyễn Thị Mẫu</div><div class="tinkhac"><h4>CÁC TIN KHÁC</h4><table><tr><td><a href="/1">Phường Mẫu ra quân tổng vệ sinh môi trường</a></td><td><a href="/2">Hội thao chào mừng ngày thành lập phường</a></td></tr>
<tr><td><a href="/3">Kỷ niệm ngày gia đình Việt Nam năm nay</a></td><td><a href="/4">Ngày hội đại đoàn kết của khu dân cư số 5</a></td></tr></table></div></div>"""
    ),
    [ONE, TWO, THREE],
)

TAGS_MIDDLE = Sample(
    "portal file without selectors, tags and ratings without telling classes",
    page(
        f"""<div class="x1"><h1>{TITLE}</h1><div class="x2">Ngày đăng: 14/09/2021</div><div class="x3"><p>{ONE}</p><p>{TWO}</p><p>{THREE}</p></div>
<div class="x4">Từ khóa: <a href="/t1">phòng dịch</a>, <a href="/t2">tổ dân phố</a></div><div class="x5">Đánh giá bài viết: 4.5/5 (12 lượt)</div><div class="x6">Tổng số điểm của bài viết là: 0 trong 0 đánh giá</div><div>Xếp hạng: 4.5 - 12 phiếu bầu</div><div>Bình luận (3)</div></div>"""
    ),
    [ONE, TWO, THREE],
)

BR_LISTS = Sample(
    "lists typed with dashes and <br>, items that begin with small letters stay apart",
    page(
        f"""<div class="detail"><h1>{TITLE}</h1><div>Ngày đăng: 14/09/2021</div><div class="body">{ONE}<br>Yêu cầu các đơn vị:<br>- trực chốt 24/24 giờ;<br>- khử khuẩn hằng tuần;<br>a) tuyên truyền;<br>b) tổng kết.<br>{TWO}</div></div>"""
    ),
    [
        ONE,
        "Yêu cầu các đơn vị:",
        "- trực chốt 24/24 giờ;",
        "- khử khuẩn hằng tuần;",
        "a) tuyên truyền;",
        "b) tổng kết.",
        TWO,
    ],
)

NO_CAPTION_LOSS = Sample(
    "captions under pictures as paragraphs stay text; a description in alt does not",
    page(
        f"""<div class="detail"><h1>{TITLE}</h1><div>Ngày đăng: 14/09/2021</div><div class="body"><p>{ONE}</p><p style="text-align:center"><img src="/a.jpg" alt="ảnh hội nghị"></p>
<p style="text-align:center"><em>Quang cảnh hội nghị</em></p><p>{TWO}</p></div></div>"""
    ),
    [ONE, "Quang cảnh hội nghị", TWO],
)

SAMPLES = [value for value in list(globals().values()) if isinstance(value, Sample)]
