<?php get_header(); ?>
<h1 class="ten-muc"><?php echo is_archive() ? get_the_archive_title() : (is_search() ? 'Tìm kiếm' : 'Tin mới'); ?></h1>
<?php while (have_posts()) : the_post(); ?>
<div class="tin"><h2><a href="<?php the_permalink(); ?>"><?php the_title(); ?></a></h2>
<span class="ngay"><?php echo get_the_date('d/m/Y'); ?></span>
<div class="tom-tat"><?php the_excerpt(); ?></div></div>
<?php endwhile; ?>
<?php phuong_pager(); ?>
<?php get_footer();
