"""Article pages in the manner of the platforms, and of some portals with habits of their own."""
# ruff: noqa: E501
# Markup is kept in the lines in which a portal writes it.

from __future__ import annotations

from tests.bodies.frame import FOUR, LEAD, ONE, OTHERS, THREE, TITLE, TWO, Sample, page

SHAREPOINT = Sample(
    "sharepoint: zoom widget, divs with zero-width spaces, related table",
    page(
        f"""<form id="aspnetForm"><table width="100%"><tr><td id="MSO_ContentTable"><div class="ms-WPBody">
<div class="ArticleTitle"><h1>{TITLE}</h1></div>
<div class="ArticleDate">Đăng ngày 14 - 09 - 2021</div><div>Lượt xem: 400</div>
<div class="zoom"><a href="javascript:zoomOut()">-</a> <span>100%</span> <a href="javascript:zoomIn()">+</a></div>
<div class="ArticleContent"><div class="ms-rtestate-field" style="display:inline">\u200b<div style="text-align:justify">
<span style="font-size:14pt">{ONE}</span></div><div>\u200b&#160;</div><div style="text-align:justify">{TWO}<br></div>
<p>{THREE}</p><div>{FOUR}</div></div></div>
<div class="ms-vb"><b>Tin liên quan</b><table><tr><td><a href="/p/1.aspx">Phường Mẫu ra quân tổng vệ sinh môi trường</a></td><td>(1/8/2021)</td></tr>
<tr><td><a href="/p/2.aspx">Hội thao chào mừng ngày thành lập phường</a></td><td>(2/8/2021)</td></tr></table></div>
</div></td></tr></table></form>"""
    ),
    [ONE, TWO, THREE, FOUR],
)

NUKEVIET = Sample(
    "nukeviet: home text, author and source, stars, keywords, comments, newer and older news",
    page(
        f"""<div class="news_column panel panel-default"><div class="panel-body">
<h1 class="title margin-bottom-lg">{TITLE}</h1>
<div class="row"><div class="col-md-12"><em class="pull-left">Thứ ba - 14/09/2021 21:42</em></div>
<ul class="list-inline text-right"><li><a class="dimgray" rel="nofollow" title="Gửi bài viết qua email" href="javascript:void(0)">
<em class="fa fa-envelope"></em></a></li><li><a class="dimgray" title="In ra" href="javascript:void(0)"><em class="fa fa-print">&nbsp;</em></a></li></ul></div>
<div class="clearfix"><div class="hometext m-bottom">{LEAD}</div></div>
<div id="news-bodyhtml" class="bodytext margin-bottom-lg"><p style="text-align:justify">{ONE}</p>
<div style="text-align:center"><figure class="image"><img alt="Toàn cảnh hội nghị" src="/uploads/a.jpg" width="600" height="400"><figcaption>Toàn cảnh hội nghị</figcaption></figure></div>
<p>{TWO}</p>&nbsp;<p>{THREE}</p></div>
<div class="margin-bottom-lg"><p class="h5 text-right"><strong>Tác giả: </strong>Trần Thị Mẫu</p></div>
</div></div>
<div class="news_column panel panel-default"><div class="panel-body">
<form id="form3B" action=""><div class="h5 clearfix"><p id="stringrating">Tổng số điểm của bài viết là: 5 trong 1 đánh giá</p>
<span itemscope itemtype="https://schema.org/AggregateRating">Xếp hạng: <span>5</span> - <span>1</span> phiếu bầu</span>
<div style="padding: 5px;"><input class="hover-star" type="radio" value="1"><span id="hover-test">Click để đánh giá bài viết</span></div></div></form>
<div class="keyword"><em class="fa fa-tags">&nbsp;</em><strong>Từ khóa: </strong><a title="phòng dịch" href="/vi/tag/phong-dich"><em>phòng dịch</em></a></div></div></div>
<div class="panel panel-default"><div class="panel-body"><div class="comment-title"><h3>Ý kiến bạn đọc</h3></div><p>Vui lòng đăng nhập để gửi bình luận về bài viết này của phường.</p></div></div>
<div class="panel"><p class="h3"><strong>Những tin mới hơn</strong></p><ul class="related list-inline">{OTHERS}</ul><p class="h3"><strong>Những tin cũ hơn</strong></p><ul class="related">{OTHERS}</ul></div>"""
    ),
    [f"{ONE}\nToàn cảnh hội nghị", TWO, THREE],
    LEAD,
)

VNPT = Sample(
    "vnpt: bare date above the title, font size widget, hard wraps, caption table",
    page(
        f"""<div class="container"><div class="col-md-9"><div class="article"><div class="date">14/09/2021</div><h3 class="title">{TITLE}</h3>
<div class="font-size">Cỡ chữ: <a>A-</a> <a>A</a> <a>A+</a></div>
<div class="content-detail">Chiều
ngày 14/9/2021, Ủy ban nhân dân phường
tổ chức hội nghị triển khai công tác.<br/><br/>
<table class="imagecenter" align="center"><tbody><tr><td><img src="/h.jpg" alt=""></td></tr><tr><td class="caption">Quang cảnh hội nghị.</td></tr></tbody></table>
leftcenterrightdel<br>
{TWO}<br>
<br>{THREE}</div><div class="pull-right">Ban biên tập</div>
<div class="other-news"><div class="heading">TIN KHÁC</div><ul>{OTHERS}</ul></div></div></div></div>"""
    ),
    [
        "Chiều ngày 14/9/2021, Ủy ban nhân dân phường tổ chức hội nghị triển khai công tác.",
        "Quang cảnh hội nghị.",
        TWO,
        THREE,
    ],
)

DNN = Sample(
    "dotnetnuke: text in a label's span, broken by <br>, tables around it",
    page(
        f"""<table width="100%"><tr><td id="dnn_LeftPane" width="200"><div class="c_menu"><a href="/a">Giới thiệu</a><a href="/b">Tin tức sự kiện</a></div></td>
<td id="dnn_ContentPane"><div class="DnnModule"><span id="dnn_ctr445_View_lblTitle" class="NewsTitle">{TITLE}</span><br>
<span id="dnn_ctr445_View_lblDate">14/09/2021 08:30:00</span>
<span id="dnn_ctr445_View_lblContent"><p><strong>{LEAD}</strong></p>{ONE}<br>{TWO}<br><br>{THREE}</span>
<table cellspacing="0"><tr><td><b>Các tin khác:</b></td></tr><tr><td><ul>{OTHERS}</ul></td></tr></table></div></td></tr></table>"""
    ),
    [ONE, TWO, THREE],
    LEAD,
)

WORDPRESS = Sample(
    "wordpress: stars, table of contents, quote, share buttons, related posts, neighbours",
    page(
        f"""<div id="primary"><main><article class="post type-post hentry"><header class="entry-header"><h1 class="entry-title">{TITLE}</h1>
<div class="entry-meta"><span class="posted-on">Đăng ngày <time class="entry-date published" datetime="2021-09-14T08:00:00+07:00">14/09/2021</time></span></div></header>
<div class="entry-content"><div class="kk-star-ratings"><div class="kksr-legend">5/5 - (2 bình chọn)</div></div>
<div id="ez-toc-container" class="ez-toc-v2"><p class="ez-toc-title">Nội dung</p><nav><ul><li><a href="#a">Thành phần</a></li><li><a href="#b">Kết luận</a></li></ul></nav></div>
<p>{ONE}</p><h2 id="a">Thành phần</h2><p>{TWO}</p>
<blockquote class="wp-block-quote"><p>“Mỗi người dân là một chiến sĩ trên mặt trận này”, ông Mẫu nói.</p></blockquote>
<h2 id="b">Kết luận</h2><p>{THREE}</p>
<div class="sharedaddy sd-sharing-enabled"><h3 class="sd-title">Chia sẻ:</h3><ul><li><a href="?share=facebook"><span>Facebook</span></a></li></ul></div>
<div id="jp-relatedposts" class="jp-relatedposts"><h3><em>Có liên quan</em></h3><p><a href="/x/">Hội thao chào mừng ngày thành lập phường</a></p></div></div>
<footer class="entry-footer"><span class="cat-links">Chuyên mục: <a href="/c/">Tin phường</a></span> <span class="tags-links">Thẻ: <a href="/t/">dịch</a></span></footer></article>
<nav class="navigation post-navigation"><h2 class="screen-reader-text">Điều hướng bài viết</h2><div class="nav-links"><a href="/p/">Bài trước: Phường Mẫu ra quân</a></div></nav></main></div>"""
    ),
    [ONE, "Thành phần", TWO, "“Mỗi người dân là một chiến sĩ trên mặt trận này”, ông Mẫu nói.", "Kết luận", THREE],
)

JOOMLA = Sample(
    "joomla: icons, article info, hidden and visible spam links, neighbours",
    page(
        f"""<div class="item-page"><h2>{TITLE}</h2><ul class="actions"><li class="print-icon"><a href="?tmpl=component&print=1">In</a></li><li class="email-icon"><a href="/mailto">Email</a></li></ul>
<dl class="article-info"><dt class="article-info-term">Chi tiết</dt><dd class="published">Ngày đăng: 14 Tháng 9 2021</dd><dd class="hits">Lượt xem: 1234</dd></dl>
<p>{ONE}</p><p>{TWO}</p><p>{THREE}</p>
<div style="position:absolute; left:-5000px"><a href="http://spam.example/1">chung cu times city</a> tai zalo ve may</div>
<p><a href="http://spam.example/2">chung cu times city</a>, <a href="http://spam.example/3">tai zalo</a>, <a href="http://spam.example/4">game mien phi</a></p>
<ul class="pagenav"><li class="pagenav-prev"><a href="/p">&lt; Trước</a></li><li class="pagenav-next"><a href="/n">Tiếp theo &gt;</a></li></ul></div>"""
    ),
    [ONE, TWO, THREE],
)

TABLES = Sample(
    "tables without classes: title in bold, text in a cell, list of links in the last row",
    f"""<html><head><title>{TITLE}</title></head><body><table width="1000" align="center"><tr><td colspan="2"><img src="/banner.jpg"></td></tr>
<tr><td width="200" valign="top"><table><tr><td><a href="/1">Giới thiệu</a></td></tr><tr><td><a href="/2">Tin tức</a></td></tr></table></td>
<td valign="top"><table width="100%"><tr><td><b><font size="4">{TITLE}</font></b></td></tr><tr><td><i>Ngày đăng: 14/09/2021</i></td></tr>
<tr><td align="justify"><b>{LEAD}</b><br><br>{ONE}<br>&nbsp;<br>{TWO}<p>{THREE}</td></tr>
<tr><td align="right"><a href="javascript:history.back()">Quay lại</a></td></tr>
<tr><td><b>Các tin đã đưa:</b><ul>{OTHERS}</ul></td></tr></table></td></tr><tr><td colspan="2">UBND phường Mẫu - Điện thoại: 024.3999.0000</td></tr></table></body></html>""",
    [ONE, TWO, THREE],
    LEAD,
)

LIFERAY_REPEATED = Sample(
    "liferay: lead repeated word for word",
    page(
        f"""<div class="portlet-body"><div class="asset-full-content"><h3 class="header-title">{TITLE}</h3><div class="asset-metadata">Ngày đăng 14/09/2021 | 14:44  | Lượt xem: 370</div>
<div class="asset-content"><div class="asset-summary">{LEAD}</div><div class="journal-content-article"><p>{LEAD}</p><p>{ONE}</p><p>{TWO}</p></div></div>
<div class="taglib-ratings stars"><span class="rating-label">Trung bình (0 Votes)</span></div>
<div class="asset-links"><h2 class="asset-links-title">Nội dung liên quan</h2><ul>{OTHERS}</ul></div></div></div>"""
    ),
    [ONE, TWO],
    LEAD,
)

DATELINE = Sample(
    "liferay: lead repeated behind a dateline, with other quotes and blanks",
    page(
        f"""<div class="asset-full-content"><h3 class="header-title">{TITLE}</h3><div>Ngày đăng 14/09/2021 | 14:44</div>
<div class="summary">Phong trào "Ngõ sạch, phố đẹp" được người dân trong toàn phường hưởng ứng.</div>
<div class="journal-content-article"><p>HNP - Phong trào “Ngõ sạch, phố đẹp”&nbsp;được người dân  trong toàn phường hưởng ứng.</p><p>{ONE}</p><p>{TWO}</p></div></div>"""
    ),
    [ONE, TWO],
    'Phong trào "Ngõ sạch, phố đẹp" được người dân trong toàn phường hưởng ứng.',
)

LEAD_BEGINS = Sample(
    "lead that the first paragraph begins with and goes on: both stay",
    page(
        f"""<div class="detail"><h1>{TITLE}</h1><div>Ngày đăng 14/09/2021 | 14:44</div><div class="sapo">{LEAD}</div>
<div class="content"><p>{LEAD} Tham dự còn có các đồng chí trong Ban Chấp hành Đảng bộ phường.</p><p>{ONE}</p></div></div>"""
    ),
    [f"{LEAD} Tham dự còn có các đồng chí trong Ban Chấp hành Đảng bộ phường.", ONE],
    LEAD,
)

VNEXPRESS = Sample(
    "pictures as tables with captions, related box in the middle, lead with a span",
    page(
        f"""<section class="container"><div class="sidebar_1"><div class="header-content"><span class="date">Thứ ba, 14/9/2021, 14:44 (GMT+7)</span></div>
<h1 class="title-detail">{TITLE}</h1><p class="description">{LEAD}</p><article class="fck_detail"><p class="Normal">{ONE}</p>
<table align="center" border="0" class="tplCaption"><tbody><tr><td><img alt="a" src="/i.jpg"></td></tr><tr><td><p class="Image">Lực lượng chức năng trực chốt. Ảnh: <em>Mẫu Văn</em></p></td></tr></tbody></table>
<div class="box-tinlienquan"><ul><li><a href="/l1">Phường Mẫu ra quân tổng vệ sinh môi trường</a></li></ul></div>
<p class="Normal">{TWO}</p><p class="Normal">{THREE}</p><p class="Normal">{FOUR}</p></article></div></section>"""
    ),
    [ONE, "Lực lượng chức năng trực chốt. Ảnh: Mẫu Văn", TWO, THREE, FOUR],
    LEAD,
)

SCRIPTS = Sample(
    "scripts, styles, hidden spans and fallback texts within paragraphs",
    page(
        f"""<div class="detail"><h1>{TITLE}</h1><p class="time">Ngày đăng: 14/09/2021</p><div class="body">
<p>Sáng 14/9, <script>document.write("rác");</script>Ủy ban nhân dân phường <style>.x{{}}</style>tổ chức hội nghị triển khai công tác phòng, chống dịch bệnh<span style="display:none">mua bán nhà đất</span> trên địa bàn.</p>
<audio controls><source src="/a.mp3">Trình duyệt của bạn không hỗ trợ nghe tệp âm thanh này.</audio>
<p>{TWO}<noscript>Bật JavaScript</noscript></p><video src="/v.mp4">Trình duyệt không hỗ trợ xem video.</video><p>{THREE}</p>
<iframe src="https://video.example/1">Khung</iframe><div hidden>Nội dung ẩn của biểu mẫu góp ý gửi tới phường Mẫu.</div></div></div>"""
    ),
    [ONE, TWO, THREE],
)

DATED_ROWS = Sample(
    "dated links under a heading that no list of words has, beside the text",
    page(
        f"""<div class="content"><h1>{TITLE}</h1><div class="meta">Ngày đăng: 14/09/2021 14:44</div><div class="noidung"><p>{ONE}</p><p>{TWO}</p></div>
<h3>Các thông báo của xã trong tháng</h3><ul class="khac"><li><a href="/l1">Phường Mẫu ra quân tổng vệ sinh môi trường</a> (12/09/2021)</li><li><a href="/l2">Phường Mẫu họp giao ban tháng chín</a> (11/09/2021)</li>
<li><a href="/l3">Phường Mẫu tiếp xúc cử tri</a> (10/09/2021)</li></ul></div>"""
    ),
    [ONE, TWO],
)

SAMPLES = [value for value in list(globals().values()) if isinstance(value, Sample)]
