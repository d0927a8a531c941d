"""Vietnamese sentences for the six portals: the same random stream always gives the same words."""

# ruff: noqa: E501 - templates keep the lines that the page has

from __future__ import annotations

import random
import re
import unicodedata

SLOT = re.compile(r"\{(\w+)\}")
LISTS: dict[str, tuple[str, ...]] = {
    "xa": ("Tân Lộc", "Hưng Thạnh", "Quảng Điền", "Mỹ Phước", "An Khê", "Phước Sơn", "Đông Hiệp", "Thạch Hòa", "Vĩnh An", "Đạo Thạnh", "Nghĩa Trung", "Bình Lãng"),
    "ten": ("Nguyễn Hữu Lâm", "Trần Thị Kim Cúc", "Lê Đình Phong", "Phạm Thúy Vy", "Võ Tấn Đạt", "Huỳnh Ngọc Ánh", "Đỗ Khắc Chung", "Lương Bảo Trâm", "Cao Văn Ích", "Hồ Thị Diễm"),
    "chucdanh": ("Chủ tịch UBND huyện", "Phó Bí thư Huyện ủy", "Trưởng phòng Nông nghiệp", "Chủ tịch Hội Nông dân", "Giám đốc Trung tâm Văn hóa", "Bí thư Huyện đoàn", "Chánh Văn phòng HĐND"),
    "donvi": ("Phòng Nông nghiệp và PTNT", "Hội Chữ thập đỏ huyện", "Huyện đoàn", "Trung tâm Dịch vụ việc làm", "Hạt Kiểm lâm", "Ngân hàng Chính sách xã hội", "Phòng Tư pháp", "Ban Dân tộc", "Đài Truyền thanh", "Hội Khuyến học"),
    "viec": ("xây dựng nông thôn mới", "hỗ trợ vay vốn sản xuất", "phổ biến pháp luật", "phòng cháy, chữa cháy rừng", "chuyển đổi cây trồng", "dạy nghề cho lao động nông thôn", "làm đường giao thông liên thôn", "chăm sóc trẻ em khó khăn", "tiếp nhận hồ sơ qua mạng", "kiểm tra an toàn hồ đập", "bảo tồn nghề dệt truyền thống", "khám bệnh miễn phí cho người cao tuổi"),
    "dot": ("đợt một", "quý cuối năm", "sáu tháng đầu năm", "mùa khô", "dịp Tết Nguyên đán", "tháng hành động", "giai đoạn mới"),
    "vat": ("lúa vụ đông xuân", "cà phê", "tôm giống", "bò lai", "rau an toàn", "cây ăn quả có múi", "keo lai", "nấm rơm", "ong mật"),
    "noi": ("hội trường lớn", "nhà văn hóa thôn", "sân trụ sở xã", "trường tiểu học xã", "hợp tác xã dịch vụ", "bờ kè sông", "chợ trung tâm"),
}  # fmt: skip
TITLES = (
    "Huyện triển khai {viec} tại xã {xa} trong {dot}",
    "{donvi} phối hợp với xã {xa} tổ chức tập huấn về {viec} cho {so} hội viên",
    "Xã {xa}: {so} hộ thoát nghèo nhờ mô hình trồng và nuôi {vat}",
    "Hội nghị sơ kết công tác {viec} {dot}, nhiều cách làm hay được nhân rộng ở {xa}",
    "Đồng chí {ten} thăm và làm việc tại xã {xa}",
    "Kết quả {viec} ở xã {xa} sau {so} ngày ra quân",
    "Trao {so} suất học bổng cho học sinh vượt khó xã {xa}",
    "Lễ phát động thi đua {viec} năm {nam} tại {noi} xã {xa}",
    "Giá {vat} tăng, nông dân xã {xa} phấn khởi bước vào {dot}",
    "Đoàn giám sát của HĐND huyện làm việc với {donvi} về {viec}",
    "Khánh thành cây cầu dân sinh nối {xa} với {xa} sau {so} tháng thi công",
    "Tuổi trẻ {xa} chung tay {viec}",
    "Cảnh báo sâu bệnh trên {vat} tại các xã {xa}, {xa} và biện pháp phòng trừ",
    "Thông báo lịch {viec} {dot} trên địa bàn các xã {xa} và {xa}",
)
SENTENCES = (
    "Ngày {ngay}, tại {noi} xã {xa}, {donvi} tổ chức hội nghị bàn về {viec}.",
    "Tham dự có ông {ten}, {chucdanh}, cùng đại diện {so} thôn trên địa bàn.",
    "Theo số liệu của {donvi}, toàn huyện hiện có {lon} hộ tham gia, tăng {phan} so với năm trước.",
    "Bà {ten} ở thôn {so} xã {xa} kể lại, ban đầu gia đình chỉ dám làm thử trên vài sào đất.",
    "Nhờ được hướng dẫn kỹ thuật, năng suất {vat} đạt {phan} kế hoạch, giá bán ổn định.",
    "Tổng kinh phí gần {lon} triệu đồng, phần lớn do nhân dân và doanh nghiệp đóng góp.",
    "Tại buổi làm việc, {chucdanh} {ten} biểu dương tinh thần trách nhiệm của cán bộ xã {xa}.",
    "Khó khăn lớn nhất hiện nay là thiếu nước tưới trong {dot} và giá vật tư còn cao.",
    "Thực hiện Kế hoạch số {so}/KH-UBND ngày {ngay}, các xã đã rà soát lại danh sách và niêm yết công khai.",
    "Lãnh đạo xã {xa} cho biết sẽ dành quỹ đất để mở rộng diện tích {vat} ở những nơi phù hợp.",
    "Cán bộ {donvi} xuống từng thôn, cầm tay chỉ việc, ghi chép cẩn thận rồi mới nghiệm thu.",
    "Công tác {viec} còn chậm ở một vài nơi do địa hình chia cắt, dân cư thưa.",
    "Sau hai giờ trao đổi, các đại biểu thống nhất {so} nhóm việc cần làm ngay.",
    "Không ít hộ ở {xa} đã xây được nhà kiên cố, con cái học hành đến nơi đến chốn.",
    "Đến hết ngày {ngay}, tỷ lệ thực hiện của xã {xa} là {phan}, xã {xa} là {phan}.",
    "Ông {ten} đề nghị {donvi} sớm có văn bản hướng dẫn để cơ sở chủ động hơn.",
    "Người dân có thể nộp hồ sơ tại bộ phận một cửa từ 7h30 đến 16h30 các ngày làm việc.",
    "Phong trào {viec} đã trở thành nếp sinh hoạt quen thuộc của bà con vùng ven sông.",
    "Những năm qua, {vat} được xem là hướng đi giúp xã {xa} giảm nghèo bền vững.",
    "Huyện giao {donvi} theo dõi, đôn đốc và tổng hợp báo cáo trước ngày {ngay}.",
    "Dịp này, {so} tập thể và {so} cá nhân được tặng giấy khen.",
    "Mưa lớn kéo dài khiến một đoạn đường ở {xa} bị sạt lở, song giao thông đã thông suốt trở lại.",
    "“Chúng tôi mong có thêm lớp dạy nghề ngay tại xã”, chị {ten} bày tỏ.",
    "Kết thúc chương trình, đoàn công tác trao {so} phần quà cho các gia đình chính sách.",
)
HEADINGS = ("Cách làm sáng tạo ở cơ sở", "Những con số biết nói", "Còn nhiều việc phải làm", "Người dân là chủ thể", "Hướng đi thời gian tới", "Kinh nghiệm từ xã {xa}")  # fmt: skip
ITEMS = ("Rà soát danh sách hộ ở xã {xa};", "Bố trí cán bộ {donvi} trực tiếp hướng dẫn;", "Niêm yết kết quả tại {noi};", "Hoàn thành trước ngày {ngay};", "Báo cáo khó khăn khi thực hiện {viec};")  # fmt: skip
CAPTIONS = (
    "Quang cảnh buổi làm việc tại xã {xa}",
    "Mô hình {vat} của gia đình bà {ten}",
    "Ông {ten} phát biểu tại {noi}",
)
ABSTRACTS = ("Về việc {viec} tại xã {xa}", "V/v tăng cường {viec} {dot}", "Về kiện toàn Ban Chỉ đạo {viec} năm {nam}", "Phê duyệt kế hoạch hỗ trợ {vat} cho xã {xa}")  # fmt: skip


class Writer:
    """Fills templates from one random stream; `year` is the year of writing."""

    def __init__(self, rng: random.Random, year: int) -> None:
        self.rng, self.year = rng, year

    def slot(self, name: str) -> str:
        """Return one filling of a slot."""
        rng = self.rng
        if name in LISTS:
            return rng.choice(LISTS[name])
        made = {
            "so": f"{rng.randint(3, 97)}",
            "lon": group_thousands(rng.randint(100, 9_900)),
            "phan": f"{rng.randint(31, 99)},{rng.randint(1, 9)}%",
            "nam": str(self.year),
            "ngay": f"{rng.randint(1, 28):02d}/{rng.randint(1, 12)}/{self.year}",
        }
        return made[name]

    def fill(self, template: str) -> str:
        """Return a template with its slots filled."""
        text = SLOT.sub(lambda found: self.slot(found[1]), template)
        return text[0].upper() + text[1:]

    def one(self, templates: tuple[str, ...]) -> str:
        """Return one of the templates, filled."""
        return self.fill(self.rng.choice(templates))

    def paragraph(self, least: int = 2, most: int = 5) -> str:
        """Return so many different sentences in a row."""
        return " ".join(map(self.fill, self.rng.sample(SENTENCES, self.rng.randint(least, most))))


def group_thousands(number: int) -> str:
    """Return 12345 as `12.345`."""
    return f"{number:,}".replace(",", ".")


def slugify(text: str, most: int = 80) -> str:
    """Return the text in ASCII, lower case, words joined by hyphens, cut at a word's end."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    words = re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c)))
    while len("-".join(words)) > most:
        words.pop()
    return "-".join(words)
