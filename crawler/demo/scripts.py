"""Style sheets and scripts in the head of a page: the bulk that a Liferay 6 page carries whatever it says."""

from __future__ import annotations

from functools import cache

MODULES = (
    "aui-base", "aui-button-item", "aui-carousel", "aui-char-counter", "aui-color-picker", "aui-datatype", "aui-dialog",
    "aui-event-input", "aui-form-textfield", "aui-image-viewer", "aui-io-request", "aui-live-search",
    "aui-overlay-context-panel", "aui-paginator", "aui-rating", "aui-resize", "aui-scheduler", "aui-sortable",
    "aui-swf", "aui-tabs", "aui-template", "aui-textboxlist", "aui-toolbar", "aui-tooltip", "aui-tree-view",
    "aui-loading-mask", "aui-video",
)  # fmt: skip
LANGUAGE_KEYS = ("close", "collapse", "configuration", "expand", "loading", "minimize", "options", "remove", "return")


def _style(module: str) -> str:
    return f"""
.{module} .{module}-content {{ zoom: 1; position: relative; margin: 0; padding: 2px 4px;
  border: 1px solid #c8c9ca; }}
.{module} .{module}-hd {{ background: #ebf1f9 url(/benmau-theme/images/bg-{module}.gif) repeat-x 0 0;
  font-weight: 700; color: #34404f; }}
.{module} .{module}-bd ul li a, .{module} .{module}-bd ul li a:visited {{ color: #036;
  text-decoration: none; line-height: 1.5; }}
.{module} .{module}-bd ul li a:hover, .{module} .{module}-bd ul li a:focus {{ color: #c00;
  text-decoration: underline; }}"""


def _module(module: str) -> str:
    return f"""
'{module}': {{ async: false, combine: true,
  path: '/html/js/aui/{module}/{module}-min.js?browserId=other&minifierType=js&t=1359000000000',
  requires: ['aui-base', 'node-event-simulate', 'widget-stdmod'],
  skinnable: true, lang: ['vi', 'en'], skin: 'sam' }},"""


@cache
def head_scripts() -> str:
    """Return about 22 KB of styles and scripts; they hold dates, numbers and labels that mean nothing."""
    styles = "".join(map(_style, MODULES))
    modules = "".join(map(_module, MODULES))
    words = ",\n".join(f"'{key}': '{key.title()}'" for key in LANGUAGE_KEYS)
    return f"""<meta content="IE=edge" http-equiv="X-UA-Compatible" />
<link href="/benmau-theme/css/main.css?browserId=other&amp;themeId=benmau_WAR_benmautheme&amp;b=6101"
 rel="stylesheet" type="text/css" />
<link href="/benmau-theme/images/favicon.ico" rel="Shortcut Icon" />
<link href="/rss" rel="alternate" title="RSS" type="application/rss+xml" />
<script src="/html/js/liferay/available_languages.js?t=1359000000000" type="text/javascript"></script>
<script type="text/javascript">
// <![CDATA[
var Liferay = {{ Browser: {{ acceptsGzip: function() {{ return true; }}, getMajorVersion: function() {{ return 1; }} }},
  Language: {{ available: {{ vi_VN: 'Tiếng Việt', en_US: 'English' }}, {words} }},
  ThemeDisplay: {{ getLayoutId: function() {{ return "1"; }}, getPlid: function() {{ return "10185"; }},
    getUserId: function() {{ return "10158"; }}, isSignedIn: function() {{ return false; }} }},
  published: '15/01/2016 | 08:30', views: 0, build: 6101 }};
AUI.defaults.groups = {{ {modules}
  'last': {{}} }};
// ]]>
</script>
<style type="text/css">{styles}
</style>"""
