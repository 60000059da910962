"""Playbooks as shipped: what to do about each cause, in the trade's words. Our own; the source prints none."""

from __future__ import annotations

from collections.abc import Iterable

from .choices import Cause

MOST_STEPS = 20


def in_both(typed: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Steps as they were typed in English and Chinese: one that is given in one language only stands for both, an
    empty one is none."""
    return [(text or text_zh, text_zh or text) for text, text_zh in typed if text or text_zh]


SHIPPED: dict[str, tuple[tuple[str, str], ...]] = {
    Cause.OVERDUE: (
        ("Look at the last orders: what is missing, and since when?", "查看最近几次订单：少了什么，从何时开始？"),
        ("Call the purchaser: is there stock left, or did somebody else deliver?",
         "致电采购人：是库存未用完，还是别家供了货？"),
        ("Check our own side: open complaint, late delivery, price change", "自查我方：未了投诉、交货延误、价格变动"),
        ("Offer a date for the next order, and a reason to place it now", "约定下次订货日期，并给出现在下单的理由"),
        ("No order by the due day: visit the decision-maker", "到期仍未下单：拜访决策人"),
    ),
    Cause.FALLING_PROFIT: (
        ("Split the fall: fewer orders, smaller ones, lower prices, or higher cost?",
         "拆解下滑原因：次数少、金额小、价格低，还是成本高？"),
        ("Ask what the customer now buys elsewhere, and at whose offer", "了解客户现在改从哪家采购、对方报价如何"),
        ("Compare our share of their demand with last year's", "对比我方在其需求中的份额与去年"),
        ("Take one proposal to the decision-maker: range, terms, or service",
         "向决策人提出一项方案：品类、条款或服务"),
        ("Agree on a figure and a date to look at it again", "约定目标数字与复核日期"),
    ),
    Cause.CADENCE: (
        ("Read what was said last time, and what we promised", "重温上次所谈内容与我方承诺"),
        ("Settle whom to meet: decision-maker, user, purchaser", "确定拜访对象：决策人、使用人、采购人"),
        ("Make the appointment with a reason that serves the customer", "以对客户有益的理由预约"),
        ("Visit, log it, and leave with a dated next step", "拜访、记录，并约好有日期的下一步"),
    ),
    Cause.NO_NEXT_STEP: (
        ("Read the last visit: what was left open?", "查看上次拜访：还有什么未了？"),
        ("Propose one step that the customer must take too", "提出一项需要客户也参与的下一步"),
        ("Fix the day with the customer, and enter it", "与客户定下日期并录入系统"),
    ),
    Cause.COMPLAINT: (
        ("Read the complaint, and what was promised so far", "阅读投诉内容与至今的承诺"),
        ("Call the customer today: what would put it right?", "当天致电客户：怎样处理才算解决？"),
        ("Settle with the handler who mends it, and by which day", "与处理人明确由谁解决、何时完成"),
        ("Nobody may decide it here: hand it one level up at once", "无权决定时，立即上报一级"),
        ("Once it is closed, ask how content they are", "结案后询问客户是否满意"),
    ),
    Cause.DISSATISFIED: (
        ("Read the answers: which dimension lies furthest below, and in whose words?",
         "查看答卷：哪一项落差最大，对方原话怎么说？"),
        ("Call whoever answered, thank them, and ask for one example", "致电答卷人：先致谢，再请对方举一个实例"),
        ("Name who of us mends it, and by which day", "明确我方由谁改进、何时完成"),
        ("Tell the customer what changes, or set the expectation right", "告知客户将如何改变，或把期望说清楚"),
        ("Ask again after a quarter: did it arrive?", "一个季度后再问一次：客户感受到了吗？"),
    ),
    Cause.CONTRACT_ENDS: (
        ("Read the contract: what ends, until which day can notice be given, what was promised?",
         "重读合同：什么到期、最迟哪天可以通知、双方承诺过什么？"),
        ("Set what it brought against what it was meant to bring", "对照合同目标与实际成效"),
        ("Ask the decision-maker what the next one must do better", "请教决策人：下一份合同要改进什么"),
        ("Bring a draft before the last day of notice", "在最迟通知日之前拿出续约草案"),
        ("Enter the new contract as following this one, or that it ends on purpose", "登记续签合同，或注明到期不续"),
    ),
    Cause.DECIDER_LEFT: (
        ("Ask who decides now, and until when nobody does", "打听现在由谁决定、空缺到何时"),
        ("Let whoever left introduce the successor, while they still answer", "趁还联系得上，请离任者引荐继任者"),
        ("Enter the new decision-maker, and who of us knows them", "登记新的决策人，以及我方谁认识对方"),
        ("Visit: what do they want to do otherwise?", "登门拜访：新决策人想改变什么？"),
        ("Find out where the one who left went: a customer to come?", "了解离任者去向：也许是新客户"),
    ),
    Cause.CHURN: (
        ("Tell the manager today: who goes, when, with what?", "当天告知经理：谁去、何时去、带什么去"),
        ("Meet the decision-maker in person and listen first", "当面拜访决策人，先听"),
        ("Name the reason: price, quality, service, person, competitor",
         "明确流失原因：价格、质量、服务、人员、竞争对手"),
        ("Repair what is ours to repair, with a day for each promise", "该我方补救的立即补救，每项承诺都有日期"),
        ("Make an offer that fits the reason and the account's tier", "按原因与客户等级提出挽留方案"),
        ("Check after four weeks: has the customer ordered again?", "四周后复查：客户是否再次下单？"),
    ),
}  # fmt: skip
"""(English, Chinese) by cause, in the order in which they are done."""
