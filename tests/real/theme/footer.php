</main>
<?php get_sidebar(); ?>
<footer id="chan-trang"><p>Cơ quan chủ quản: Ủy ban nhân dân phường Hoa Lư</p>
<p>Địa chỉ: Số 12 phố Hoa Lư, thành phố Hà Nội. Điện thoại: 024 3827 1234. Email: vanthu@hoalu.example</p>
<p>Lượt truy cập: 1.284.551. Đang trực tuyến: 17</p></footer>
<?php wp_footer(); ?></body></html>
