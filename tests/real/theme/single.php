<?php get_header(); the_post(); ?>
<article id="bai-<?php the_ID(); ?>" <?php post_class(); ?>>
<div class="duong-dan"><a href="<?php echo home_url('/'); ?>">Trang chủ</a> » <?php the_category(' » '); ?></div>
<h1 class="tieu-de"><?php the_title(); ?></h1>
<div class="thong-tin">Ngày đăng: <?php echo get_the_date('d/m/Y'); ?> <?php the_time('H:i'); ?> | Lượt xem:
<?php echo number_format((int) get_post_meta(get_the_ID(), 'luot_xem', true), 0, ',', '.'); ?></div>
<div class="noi-dung-bai"><?php the_content(); ?></div>
<div class="the">Từ khóa: <?php the_tags('', ', '); ?></div>
<div class="chia-se"><a href="https://www.facebook.com/sharer.php?u=<?php the_permalink(); ?>">Facebook</a> <a href="#">In trang</a></div>
<div class="lien-quan"><h3>Tin liên quan</h3><ul><?php
foreach (get_posts(['category' => get_the_category()[0]->term_id, 'numberposts' => 4, 'exclude' => [get_the_ID()]]) as $other) {
    echo '<li><a href="' . get_permalink($other) . '">' . esc_html($other->post_title) . '</a> (' . get_the_date('d/m/Y', $other) . ')</li>';
} ?></ul></div>
<?php the_post_navigation(['prev_text' => '« %title', 'next_text' => '%title »']); ?>
<?php comments_template(); ?>
</article>
<?php get_footer();
