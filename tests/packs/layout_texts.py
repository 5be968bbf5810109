"""Invented texts in several layouts, with the quirks of printed ones."""

from __future__ import annotations

from zhifa_rules.packs.clauses.layout import Layout, Style

PARTS = Layout(articles=(Style.COMMA,), items=(Style.BRACKETS,))
POINTS = Layout(articles=(Style.BRACKETS,), items=(Style.RUNNING,), headings=(Style.COMMA,))
MEASURES = Layout(articles=(Style.POINT, Style.BRACKETS), items=(), headings=(Style.COMMA,))

# A notice (parts 一、 with items) whose annex is a regulation in articles, with a table of contents.
NOTICE = """\
桂花镇茶馆联席会议文件

桂茶发〔2031〕7号

关于做好借伞工作的通知

各茶馆：

雨季将至，现将有关事项通知如下：

一、提高认识

借伞是茶馆的老规矩。各茶馆要做好准备，把伞摆在显

眼的地方。

二、抓好要点

要点共有三项。

（一）备伞。每家茶馆备伞不少于十把，颜色不限，伞柄上写明茶馆的名号。

（二）登记。根据《桂花镇茶馆借伞办法》

第四条规定，伞在三日内归还，登记簿写明日期。

(三) 收伞。第二天收回，当面点清。

三、加强检查

联席会议每月检查一次。

检查情况在镇上公布。

附件：桂花镇茶馆借伞办法
"""

SIGNED = """
桂花镇茶馆联席会议
2031年4月2日

"""

ANNEX = """\
桂花镇茶馆借伞办法

目 录

- 第一章 总 则
- 第二章 借 还
- 第三章 附 则

第一章 总 则

**第一条** 为了让雨天有伞可借，制定本办法。

**第二条** 借伞的人应当登记姓名、住处，并留下

— 4 —

名帖。

没有带名帖的，可以由熟客担保。

第二章 借 还

**第三条** 有下列情形之一的，茶馆可以不借：

- （一）伞已经全部借出的；
- （三）天晴的；

（三）其他不宜出借的情形。

**第四条** 伞应当在三日内归还。

第三章附 则

**第五条** 本办法自2031年5月1日起施行。

---

抄送：各茶馆，镇上各商号，
码头，渡口。
"""

NOTICE_IDS = ["1.1", "2.1", "2.1.1", "2.1.2", "2.1.3", "3.1", "3.2"]
ANNEX_IDS = ["1.1", "2.1", "2.2", "3.1", "3.1.1", "3.1.2", "3.1.3", "4.1", "5.1"]

# Points （一） that count on through headings 一、, with 一是 in running text; a table of contents stands before it.
POINTS_TEXT = """\
桂花镇关于进一步做好借伞工作的意见

目 录

一、备好伞具，让来客放心
（一）清点伞具
（二）修补伞具
二、管好借还，让掌柜省心
（三）登记
（四）收伞

各茶馆：

为做好借伞工作，提出以下意见：

一、备好伞具，让来客放心

（一）清点伞具。每月清点一次。一是数清好伞，分放两处。坏伞另放。二是登

记坏伞；三是及时补足。

(二)修补伞具。坏伞在十日内修好。

修不好的换新伞。

二、管好借还，让掌柜省心

（三）登记。不论生客熟客，借伞都要登记。

（四）收伞。当面点清。一是看伞面。二是看伞骨。

桂花镇茶馆联席会议办公室
2031年6月1日
抄送：各茶馆，各
商号。
镇上各单位。
桂花镇茶馆联席会议办公室
2031年6月1日印发
"""

POINTS_IDS = ["1.1", "1.1.1", "1.1.2", "1.1.3", "2.1", "2.2", "3.1", "4.1", "4.1.1", "4.1.2"]

# Measures 1. that count on through headings, and requirements （一） that begin anew under the last one.
MEASURES_TEXT = """\
关于印发借伞举措的通知
各茶馆：
现将举措印发你们，请照办。

[bookmark: OLE_LINK7]借伞举措
[bookmark: OLE_LINK3]为方便来客，制定以下举措。
一、备伞
1.每家备伞十把。雨季再加1.5倍。
[bookmark: OLE_LINK1]2.伞柄写名号。字要写清楚(见附件)。
二、借伞
3.借伞要登记。
三、有关要求
（一）各茶馆要抓好落实。
[bookmark: A][bookmark: _GoBack]（二）每月15日前报送情况。
 """

MEASURES_IDS = ["1.1", "2.1", "3.1", "4.1", "5.1"]
