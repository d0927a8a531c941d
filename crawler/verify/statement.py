"""What a signature and a time stamp prove and what they do not, and how to check them without Kho: in words."""

from __future__ import annotations

from collections.abc import Iterator

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from crawler.archive.signature import fingerprint, public_pem
from crawler.archive.wacz import PROOF, PUBLIC_KEY
from crawler.verify.proof import Wanted

SIGNATURE = """\
Chữ ký chứng minh: người giữ khóa bí mật ứng với khóa {key} đã ký đúng gói này; từ khi ký, không byte nào thay đổi.
Chữ ký không chứng minh: người đó là ai (hãy so khóa với nơi chính họ công bố), ký khi nào, và trang web có thật sự
đã đăng như thế hay không (điều đó dựa vào lời của người thu thập).
The signature proves: who holds the private key of {key} signed this very package; since then no byte has changed.
It does not prove: who that is (compare the key with what they themselves published), when it was signed, and that the
site really published this (for that there is the word of who crawled it).
"""
STAMP = """\
Dấu thời gian chứng minh: theo lời máy chủ {server}, gói này đã có, đúng như hiện nay, vào thời điểm ghi trong dấu.
Dấu thời gian không chứng minh: ai làm ra gói, các trang được thu thập khi nào (giờ thu thập là do máy thu thập ghi),
và nội dung có thật hay không. Chỉ đáng tin bằng máy chủ đã đóng dấu.
The time stamp proves: by the word of the server {server}, this package was there, as it is now, at the time in it.
It does not prove: who made the package, when its pages were captured (those times are the crawler's own), and that
they are true. It is worth as much as the server that gave it.
"""
CHECK = """\
Cách kiểm tra · How to check:

    kho verify GOI.wacz{options}

Không cần Kho · Without Kho:

    unzip -p GOI.wacz datapackage.json | sha256sum     # = "hash" in datapackage-digest.json
    unzip -p GOI.wacz datapackage-digest.json > digest.json
"""
PARTS = """\
    python3 -c "import base64, json; s = json.load(open('digest.json'))['signedData']; \\
        open('hash.txt', 'w').write(s['hash']); open('stamped.txt', 'w').write(s['signature']); \\
        open('signature.bin', 'wb').write(base64.b64decode(s['signature']))"
    unzip -p GOI.wacz proof/public-key.pem > public-key.pem
"""
ED25519 = """\
    openssl pkeyutl -verify -pubin -inkey public-key.pem -rawin -in hash.txt -sigfile signature.bin
"""
ECDSA = """\
    python3 -c "s = open('signature.bin', 'rb').read(); n = len(s) // 2; \\
        i = lambda b: (lambda b: b'\\2' + bytes([len(b)]) + b)(b'\\0' * (b[:1] > b'\\x7f') + b); \\
        d = i(s[:n].lstrip(b'\\0')) + i(s[n:].lstrip(b'\\0')); \\
        open('signature.der', 'wb').write(b'\\x30' + b'\\x81' * (len(d) > 127) + bytes([len(d)]) + d)"
    openssl dgst -sha256 -verify public-key.pem -signature signature.der hash.txt
"""
STAMPED = """\
    python3 -c "import base64, json; d = json.load(open('digest.json')); \\
        open('stamped.txt', 'w').write(d.get('signedData', {'signature': d['hash']})['signature']); \\
        open('stamp.tsr', 'wb').write(base64.b64decode(d['timestamp']['response']))"
    openssl ts -verify -data stamped.txt -in stamp.tsr -CAfile ROOTS.pem
"""


def statement(wanted: Wanted) -> Iterator[str]:
    """Yield the lines that say what this proof is worth, Vietnamese first; none for a package without any."""
    if wanted.key is not None:
        yield from SIGNATURE.format(key=fingerprint(wanted.key.public_key())).splitlines()
    if wanted.server is not None:
        yield from STAMP.format(server=wanted.server).splitlines()


def proof_files(wanted: Wanted) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of what goes into a package with its proof; nothing without any."""
    if wanted.key is None and wanted.server is None:
        return
    yield PROOF, "\n".join((*statement(wanted), "", *_how_to_check(wanted))).encode() + b"\n"
    if wanted.key is not None:
        yield PUBLIC_KEY, public_pem(wanted.key.public_key())


def _how_to_check(wanted: Wanted) -> Iterator[str]:
    options = " --key KHOA-CONG-KHAI.pem" if wanted.key else ""
    yield CHECK.format(options=options + (" --tsa-roots ROOTS.pem" if wanted.server else "")).rstrip()
    if wanted.key is not None:
        yield PARTS.rstrip()
        yield (ED25519 if isinstance(wanted.key, Ed25519PrivateKey) else ECDSA).rstrip()
    if wanted.server is not None:
        yield STAMPED.rstrip()
