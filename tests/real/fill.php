<?php
// Installs WordPress and fills it with the posts on stdin (JSON); prints the address of each post. Run: php fill.php SITE URL THEME PERMALINKS
[$_, $site, $url, $wanted_theme, $permalinks] = $argv;  // not $theme: WordPress uses that name itself
define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = parse_url($url, PHP_URL_HOST) . ':' . parse_url($url, PHP_URL_PORT);
require "$site/wp-load.php";
require "$site/wp-admin/includes/upgrade.php";
wp_install('Phường Hoa Lư', 'quantri', 'quantri@hoalu.example', true, '', wp_generate_password());
update_option('siteurl', $url);
update_option('home', $url);
update_option('blogdescription', 'Trang thông tin điện tử phường Hoa Lư');
update_option('timezone_string', 'Asia/Ho_Chi_Minh');
update_option('posts_per_page', 10);
update_option('permalink_structure', $permalinks);
update_option('template', $wanted_theme);
update_option('stylesheet', $wanted_theme);
wp_delete_post(1, true);
$GLOBALS['wp_rewrite']->init();
wp_insert_post(['post_type' => 'page', 'post_status' => 'publish', 'post_title' => 'Giới thiệu chung', 'post_content' => '<p>Phường Hoa Lư có 12 tổ dân phố.</p>']);
$data = json_decode(file_get_contents('php://stdin'), true);
$categories = [];
foreach ($data['categories'] as $slug => $name) {
    $categories[$slug] = wp_insert_term($name, 'category', ['slug' => $slug])['term_id'];
}
$found = [];
foreach ($data['posts'] as $post) {
    $id = wp_insert_post([
        'post_title' => $post['title'], 'post_content' => $post['html'], 'post_status' => 'publish', 'post_author' => 1,
        'post_date' => $post['date'], 'post_category' => [$categories[$post['category']]], 'tags_input' => $post['tags'],
        'comment_status' => 'open', 'meta_input' => ['luot_xem' => $post['views']],
    ], true);
    foreach ($post['comments'] as $comment) {
        wp_insert_comment(['comment_post_ID' => $id, 'comment_author' => $comment['author'], 'comment_content' => $comment['text'], 'comment_approved' => 1, 'comment_date' => $comment['date']]);
    }
    $found[] = get_permalink($id);
}
delete_option('rewrite_rules'); // made anew by the first request, with all that is registered by then
echo json_encode($found);
