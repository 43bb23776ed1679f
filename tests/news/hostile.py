"""Sixty bodies of news that were written to run something, or to break what reads them.

Where one of them runs, it sets `window.xss` or opens a dialog.
"""

RUN = "window.xss=1;alert(1)"
SCRIPT = f"<script>{RUN}</script>"
IMAGE = f'<img src=x onerror="{RUN}">'
ELSEWHERE = "https://evil.example/x"

SCRIPTS = {
    "script": SCRIPT,
    "script in capitals": f"<ScRiPt>{RUN}</sCrIpT>",
    "script from elsewhere": f'<script src="{ELSEWHERE}.js"></script>',
    "module": f'<script type="module">{RUN}</script>',
    "script never closed": f"<p>a</p><script>{RUN}//",
    "script with a slash": f"<script/x>{RUN}</script>",
    "script within script": f"<scr<script>ipt>{RUN}</scr</script>ipt>",
    "script in a paragraph": f"<p>a{SCRIPT}b</p>",
    "script after a NUL": f"<p>\x00<scr\x00ipt>{RUN}</script></p>",
    "import map": '<script type="importmap">{"imports":{"a":"data:text/javascript,"}}</script>',
}
HANDLERS = {
    "picture that fails": IMAGE,
    "picture of ours that runs": (
        f'<figure><img src="/media/news/{"0" * 32}.webp" onload="{RUN}" onerror="{RUN}" alt="">'
        "</figure>"
    ),
    "handler without quotes": f"<img/src=x/onerror={RUN}>",
    "handler with an odd name": f'<p onfoo="{RUN}" onclick="{RUN}">a</p>',
    "handler after a line break": f'<p\nonmouseover\n=\n"{RUN}">a</p>',
    "body": f'<body onload="{RUN}"><p>a</p></body>',
    "details": f'<details open ontoggle="{RUN}"><summary>a</summary></details>',
    "focus": f'<input autofocus onfocus="{RUN}"><p tabindex=0 autofocus onfocus="{RUN}">a</p>',
    "video": f'<video src=x onerror="{RUN}"><source onerror="{RUN}"></video>',
    "marquee": f'<marquee onstart="{RUN}">a</marquee>',
    "animation": f'<p style="animation:x 1s" onanimationstart="{RUN}">a</p>',
    "table with handlers": f'<table onclick="{RUN}" background="{ELSEWHERE}"><tr><td>a</table>',
}
ADDRESSES = {
    "javascript": f'<a href="javascript:{RUN}">a</a>',
    "javascript in capitals": f'<a href="JaVaScRiPt:{RUN}">a</a>',
    "javascript with a tab": f'<a href="java\tscript:{RUN}">a</a>',
    "javascript by entities": f'<a href="&#106;avascript&colon;{RUN}">a</a>',
    "javascript after controls": f'<a href="\x01\x0bjavascript:{RUN}">a</a>',
    "data": f'<a href="data:text/html,{SCRIPT}">a</a>',
    "vbscript": '<a href="vbscript:msgbox(1)">a</a>',
    "view-source": '<a href="view-source:javascript:alert(1)">a</a>',
    "picture of data": f"<img src=\"data:image/svg+xml,<svg onload='{RUN}'/>\" alt=a>",
    "picture from elsewhere": f'<figure><img src="{ELSEWHERE}.webp" alt="a"></figure>',
    "picture by two slashes": '<img src="//evil.example/media/news/x.webp" alt="a">',
    "picture up the folders": '<img src="/media/news/../../admin/logout/" alt="a">',
    "button that submits": f'<form action="javascript:{RUN}"><button>a</button></form>',
    "button of another form": f'<button form="f" formaction="{ELSEWHERE}">a</button>',
    "refresh": f'<meta http-equiv="refresh" content="0;url={ELSEWHERE}">',
    "base": f'<base href="{ELSEWHERE}"><a href="y">a</a>',
}
EMBEDDED = {
    "svg": f'<svg onload="{RUN}"><script>{RUN}</script></svg>',
    "svg animation": (
        "<svg><a><animate attributeName=href values=javascript:alert(1) /><text>a</text></a></svg>"
    ),
    "svg of elsewhere": f'<svg><use href="{ELSEWHERE}.svg#a"/><image href="{ELSEWHERE}"/></svg>',
    "foreign object": f"<svg><foreignObject><p>a</p>{IMAGE}</foreignObject></svg>",
    "mathml": f'<math><mi xlink:href="javascript:{RUN}">a</mi></math>',
    "frame": f'<iframe srcdoc="{SCRIPT}" src="{ELSEWHERE}"></iframe>',
    "object": f'<object data="{ELSEWHERE}"></object><embed src="{ELSEWHERE}">',
    "style": f"<style>@import '{ELSEWHERE}';p{{background:url({ELSEWHERE})}}</style><p>a</p>",
    "style of a paragraph": f'<p style="background:url({ELSEWHERE});position:fixed">a</p>',
    "stylesheet": f'<link rel="stylesheet" href="{ELSEWHERE}.css"><p class="notice">a</p>',
}
MUTATING = {
    "style in svg": f'<svg></p><style><a id="</style>{IMAGE.replace(chr(34), "")}">',
    "style in mathml": f"<math><mtext><table><mglyph><style><!--</style><a title='--&gt;{IMAGE}'>",
    "noscript": f'<noscript><p title="</noscript>{IMAGE}">a</p></noscript>',
    "template": f"<template><p>a</p>{SCRIPT}</template><template shadowrootmode=open>{IMAGE}",
    "title in svg": f'<svg><title><p title="</title>{IMAGE.replace(chr(34), "")}">',
    "comment that ends early": f"<!--><p>a</p>--!>{IMAGE}",
    "text area": f'<textarea><p title="</textarea>{IMAGE}">a',
    "plain text": f"<p>a</p><xmp><p title='</xmp>{IMAGE}'><plaintext>{SCRIPT}",
    "alternative text": f'<img src="/media/news/{"0" * 32}.webp" alt="&quot;>{IMAGE}`><table>">',
    "value of data": f'<data value="1&quot;><script>{RUN}</script>">14,1 miljoner</data>',
}
BROKEN = {
    "never closed": f'<p>a<strong>b<em>c<a href="x{IMAGE}<ul><li><table><td><blockquote>',
    "links within links in tables": "<a href=/a><table>" * 200 + "b",
    "a megabyte of lists": "<ul><li>" * 125_000 + IMAGE,
    "a megabyte of attributes": f"<p {' '.join(f'x{n}' for n in range(130_000))}>a</p>{IMAGE}",
}
BODIES = SCRIPTS | HANDLERS | ADDRESSES | EMBEDDED | MUTATING | BROKEN
