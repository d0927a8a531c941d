<?php
add_theme_support('title-tag');
add_theme_support('automatic-feed-links');
add_action('widgets_init', function () {
    register_sidebar(['name' => 'Cột phải', 'id' => 'cot-phai']);
});

function phuong_pager() {
    the_posts_pagination(['mid_size' => 2, 'prev_text' => 'Trang trước', 'next_text' => 'Trang sau']);
}
