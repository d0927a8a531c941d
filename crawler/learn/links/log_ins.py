"""Pages to log in, to register, of forgotten passwords and of one's own account: nothing of them is public.

Source: WordPress's `wp-login.php` and `wp-signup.php`, NukeViet's `/users/login/` and `nv=users`, Joomla's
`option=com_users`, Drupal's `/user/login`, DotNetNuke's `ctl=Login` and `/ctl/Login/`, Plone's `login_form`,
SharePoint's `_layouts/15/Authenticate.aspx` and `_forms/default.aspx`, ASP.NET's `Account/Login`, Liferay's
`/c/portal/login` and its portlet 58.
"""

from __future__ import annotations

import re

from crawler.extract.text import fold

_FORM = (
    r"log-?(?:in|out|off|on)|sign-?(?:in|up|out)|dang-?(?:nhap|xuat)|(?:forgot|lost|reset|send|recover)-?pass(?:word|w)?"
    r"|quen-?mat-?khau|doi-?mat-?khau|lay-?lai-?mat-?khau|my-?account|userlogin|createaccount"
)
_LAST = (
    r"register|registration|dang-?ky|dang-?(?:ky|nhap)-?(?:thanh-?vien|tai-?khoan|he-?thong)|tai-?khoan|login_form"
    r"|wp-(?:login|signup|register|activate)"
)
"""What may as well name a section or a part of one, if something comes behind it."""
LOG_INS = (
    rf"/(?:(?:special:|dac_biet:)?(?:{_FORM})(?:[/.?]|$)|(?:{_LAST})(?:\.\w+)?/?(?:\?|$)|wp-admin/"
    r"|(?:_layouts(?:/\d+)?/)?(?:authenticate|signout|accessdenied)\.aspx|_(?:forms|windows|login|trust)/"
    r"|(?:users?|account|identity|members?)/(?:register|registration|password|lostpass|lostactivelink|avatar|editinfo|profile)\b"
    r"|component/users?/|c/portal/(?:log|update_pass|extend_)|acl_users/|saml2?/|oauth2?/)"
    rf"|[?&](?:(?:nv=users|option=com_users?|p_p_id=(?:58|com_liferay_login_\w+)|mod=logging)(?:&|$)"
    rf"|(?:act(?:ion)?|ctl|do|op|task|mode?|module|menu|page|p|view|m|go|file|show|func?|c|cmd|option|case|struts_action)"
    rf"=(?:{_FORM}|register|registration|dang-?ky)(?:[.&/]|$))"
)
"""Regular expression over path and query, in small letters or large."""
ADDRESS = re.compile(LOG_INS, re.I)
WORDS = re.compile(
    r"\W*(?:(?:form |trang |cong )?dang (?:nhap|xuat)(?: (?:he thong|thanh vien|tai khoan|quan tri|ngay))?"
    r"|dang (?:nhap|ky)\s*[/|&-]\s*dang (?:nhap|ky)|dang ky(?: (?:thanh vien|tai khoan|ngay|moi))?"
    r"|(?:quen|doi|lay lai) mat khau|quen ten dang nhap|tai khoan(?: (?:cua toi|ca nhan))?|tao tai khoan(?: moi)?"
    r"|log ?(?:in|out|off|on)|sign ?(?:in|up|out)|register|(?:forgot|lost|reset)(?: your)? password|my account)\W*"
)
"""All that a link to such a page says, folded."""
LONGEST = 40
"""Characters of such words."""


def asks_log_in(local: str) -> bool:
    """Return True for path and query of such a page."""
    return bool(ADDRESS.search(local))


def says_log_in(words: str) -> bool:
    """Return True if a link says that it leads to such a page."""
    words = words.strip()
    return 0 < len(words) <= LONGEST and bool(WORDS.fullmatch(fold(words)))
