<aside id="cot-phai">
<section><h3>Bài viết mới</h3><ul><?php foreach (wp_get_recent_posts(['numberposts' => 5]) as $post) {
    echo '<li><a href="' . get_permalink($post['ID']) . '">' . esc_html($post['post_title']) . '</a></li>';
} ?></ul></section>
<section><h3>Lưu trữ</h3><ul><?php wp_get_archives(); ?></ul></section>
<section><h3>Lịch</h3><?php get_calendar(); ?></section>
<section><h3>Thẻ</h3><?php wp_tag_cloud(); ?></section>
<?php dynamic_sidebar('cot-phai'); ?>
</aside>
