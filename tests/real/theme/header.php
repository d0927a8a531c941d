<!DOCTYPE html>
<html <?php language_attributes(); ?>>
<head><meta charset="<?php bloginfo('charset'); ?>"><?php wp_head(); ?></head>
<body <?php body_class(); ?>>
<header id="dau-trang"><a class="logo" href="<?php echo home_url('/'); ?>"><?php bloginfo('name'); ?></a>
<p><?php bloginfo('description'); ?></p>
<nav id="trinh-don"><ul><li><a href="<?php echo home_url('/'); ?>">Trang chủ</a></li>
<?php wp_list_categories(['title_li' => '', 'exclude' => [1]]); ?><?php wp_list_pages(['title_li' => '']); ?></ul></nav>
<?php get_search_form(); ?></header>
<main id="noi-dung">
