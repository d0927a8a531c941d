"""The section taxonomy: which topic a section's printed name belongs to. A table, and one function that looks it up.

The topics follow what the law makes portals publish (Nghị định 43/2011/NĐ-CP Art. 10, 42/2022/NĐ-CP Art. 4) and what
portals add in practice.
"""

from __future__ import annotations

import re
from functools import lru_cache

from crawler.extract.text import fold

TOPICS: dict[str, str] = {
    "about": "Giới thiệu; Giới thiệu chung; Tổng quan; Lịch sử hình thành; Điều kiện tự nhiên; Bản đồ hành chính;"
    " Di tích danh thắng",
    "organisation": "Sơ đồ tổ chức; Cơ cấu tổ chức; Bộ máy; Lãnh đạo quận; Lãnh đạo huyện; Lãnh đạo phường;"
    " Chức năng nhiệm vụ; Các phòng ban; UBND các phường; UBND các xã",
    "news": "Tin tức; Tin tức sự kiện; Tin nổi bật; Hoạt động của quận; Hoạt động của huyện; Hoạt động các phường;"
    " Kinh tế chính trị; Văn hóa xã hội; An ninh quốc phòng; Quản lý đô thị; Tin hoạt động",
    "party": "Xây dựng Đảng; Công tác Đảng; Đảng đoàn thể; Hoạt động Đảng; Dân vận;"
    " Học tập và làm theo tư tưởng Hồ Chí Minh",
    "council": "Hội đồng nhân dân; HĐND; Kỳ họp; Giám sát; Tiếp xúc cử tri; Ý kiến cử tri",
    "mass_orgs": "Mặt trận Tổ quốc; Hội Phụ nữ; Đoàn Thanh niên; Công đoàn; Cựu chiến binh; Nông dân",
    "direction": "Thông tin chỉ đạo điều hành; Chỉ đạo điều hành; Ý kiến chỉ đạo; Khen thưởng xử phạt",
    "documents_admin": "Văn bản chỉ đạo; Văn bản chỉ đạo điều hành; Văn bản chỉ đạo của Trung ương, Thành phố;"
    " Văn bản của quận; Công văn",
    "documents_legal": "Văn bản QPPL; Văn bản quy phạm pháp luật; Văn bản pháp luật; Hệ thống văn bản",
    "drafts": "Dự thảo văn bản; Lấy ý kiến góp ý; Góp ý dự thảo",
    "procedures": "Thủ tục hành chính; TTHC; Bộ TTHC; Quy trình ISO; Cải cách hành chính; Một cửa",
    "online_services": "Dịch vụ công trực tuyến; Dịch vụ công",
    "law_outreach": "Tuyên truyền phổ biến pháp luật; Tuyên truyền pháp luật; Hướng dẫn chính sách; Hỏi đáp pháp luật",
    "strategy": "Chiến lược; Quy hoạch kế hoạch phát triển; Kế hoạch KT-XH; Chương trình đề án",
    "planning_land": "Quy hoạch đô thị; Quy hoạch xây dựng; Đất đai; Giải phóng mặt bằng; Kế hoạch sử dụng đất",
    "budget": "Công khai ngân sách; Dự toán quyết toán; Công khai tài chính; Báo cáo tài chính",
    "investment": "Dự án; Đầu tư công; Mời gọi đầu tư",
    "procurement": "Đấu thầu; Mua sắm công; Đấu giá",
    "inspection": "Thanh tra; Kết luận thanh tra; Kiểm tra; Phòng chống tham nhũng; Kê khai tài sản",
    "citizen_reception": "Tiếp công dân; Lịch tiếp công dân; Khiếu nại tố cáo; Phản ánh kiến nghị",
    "qa": "Hỏi đáp; Giải đáp; Đối thoại trực tuyến; Góp ý",
    "schedule": "Lịch công tác; Lịch làm việc; Chương trình công tác",
    "recruitment": "Tuyển dụng; Thi tuyển viên chức",
    "statistics": "Thống kê; Báo cáo thống kê; Số liệu",
    "science": "Đề tài khoa học; Chuyển đổi số",
    "health_crisis": "Phòng chống dịch; Covid-19; nCoV; Phòng chống thiên tai",
    "campaign": "Chủ đề năm; Hoạt động của chủ đề năm; Kho tư liệu chủ đề năm; Bầu cử; Đại hội Đảng; Nông thôn mới",
    "announcements": "Thông báo; Thông cáo báo chí; Lịch cắt điện; Rao vặt công",
    "media": "Thư viện ảnh; Video; Truyền thanh; Infographic; Podcast",
    "culture_tourism": "Văn hóa; Du lịch; Lễ hội; Gương người tốt việc tốt",
    "contact": "Liên hệ; Đường dây nóng; Danh bạ điện thoại; Người phát ngôn",
    "sitemap_links": "Sơ đồ cổng; Liên kết website; RSS",
    "foreign": "Tiếng Anh; English",
}  # fmt: skip
"""Topic -> names that sections of it carry."""
SPECIFIC = 3
"""Syllables from which a name may stand anywhere in a section's name; shorter ones only at its start."""


def _words(name: str) -> str:
    """Return the folded words of a name, each between blanks."""
    return " " + " ".join(re.findall(r"\w+", fold(name))) + " "


NAMES = sorted(
    ((_words(name), topic) for topic, names in TOPICS.items() for name in names.split(";")),
    key=lambda entry: -len(entry[0]),
)


@lru_cache(maxsize=2_048)
def topic_of(name: str) -> str | None:
    """Return the topic of a section's name: the longest known name in it decides; None if none fits."""
    words = _words(name)
    for known, topic in NAMES:
        if words.startswith(known) or (known.count(" ") > SPECIFIC and known in words):
            return topic
    return None
